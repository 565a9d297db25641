package telegramtest

import "github.com/parleybot/parley/core/chat"

// PostInChannel is an administrator posting in a channel: the post has no
// author that a bot could see.
func (s *Server) PostInChannel(channel chat.PlaceRef, line string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[number(channel.ID)]
	if r == nil || r.kind != Channel {
		return ErrNoPlace
	}
	text, entities := s.written(r, line)
	r.newest = s.keep(r, message{SenderChat: r.info, Text: text, Entities: entities})
	s.posted(r, func(m *message) *update { return &update{Post: m} })
	return nil
}

// EditInChannel is an administrator changing the newest post that people made
// in a channel.
func (s *Server) EditInChannel(channel chat.PlaceRef, line string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[number(channel.ID)]
	if r == nil || r.newest == nil {
		return ErrNoMessage
	}
	r.newest.Text, r.newest.Entities = s.written(r, line)
	r.newest.EditDate = s.opt.Now().Unix()
	s.posted(r, func(m *message) *update { return &update{EditedPost: m} })
	return nil
}

// posted tells the bot of the newest post; privacy mode hides none of them.
func (s *Server) posted(r *room, as func(*message) *update) {
	if r.byID[s.bot.user.ID] != nil {
		shown := r.newest.message
		s.push(as(&shown), nil)
	}
}
