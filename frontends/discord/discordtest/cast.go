package discordtest

import (
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
)

// Cast puts the suite's people into the world, once: Ann and Ben in the guild
// "Harbor", which Ben administers. Discord does not hand over again what was
// not answered.
func (s *Server) Cast() frontendtest.Cast {
	s.mu.Lock()
	known := s.cast
	s.mu.Unlock()
	if known != nil {
		return *known
	}
	c := frontendtest.Cast{
		Ann:            s.AddUser(chat.User{Name: "Ann", Handle: "ann"}),
		Ben:            s.AddUser(chat.User{Name: "Ben", Handle: "ben"}),
		BenAdministers: true,
		Nobody:         chat.UserRef{Platform: Platform, ID: "99"},
		Nowhere:        chat.PlaceRef{Platform: Platform, ID: "99"},
	}
	c.Group = s.AddGuild(Guild{Name: "Harbor", Members: []Member{{Who: c.Ann.Ref}, {Who: c.Ben.Ref, Admin: true}}})
	c.AnnDirect, c.BenDirect = s.DirectOf(c.Ann.Ref), s.DirectOf(c.Ben.Ref)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.people[c.Ann.Ref.ID].opened = true
	s.cast = &c
	return c
}
