package telegramtest

import (
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
)

type cast struct{ frontendtest.Cast }

// Cast returns Ann, who pressed Start long ago, and Ben, who never did and who
// administers the supergroup that both are in. They arrive at the first call.
func (s *Server) Cast() frontendtest.Cast {
	s.mu.Lock()
	known := s.cast
	s.mu.Unlock()
	if known != nil {
		return known.Cast
	}
	ann := s.AddUser(chat.User{Name: "Ann", Handle: "ann", Locale: "en"})
	ben := s.AddUser(chat.User{Name: "Ben", Handle: "ben", Locale: "en"})
	_ = s.Arrive(ann.Ref) // fails for strangers only
	c := &cast{frontendtest.Cast{
		Ann: ann, Ben: ben, BenAdministers: true, Redelivers: true,
		Group:     s.AddChat(Chat{Kind: Supergroup, Title: "Harbor", Members: []Member{{Who: ann.Ref}, {Who: ben.Ref, Admin: true}}}),
		AnnDirect: Direct(ann.Ref), BenDirect: Direct(ben.Ref),
		Nobody: userRef(999_999_999), Nowhere: placeRef(-1_009_999_999_999, 0),
	}}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cast = c
	return c.Cast
}

// Direct is somebody's private chat with the bot.
func Direct(who chat.UserRef) chat.PlaceRef {
	return chat.PlaceRef{Platform: Platform, ID: who.ID}
}
