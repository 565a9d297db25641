package telegramtest

import (
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// Type is somebody writing a line in a place. Before Start only "/start" can
// be written to the bot. An anonymous administrator writes as the group.
func (s *Server) Type(who chat.UserRef, at chat.PlaceRef, line string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return err
	}
	r, thread, err := s.stand(p, at)
	if err != nil {
		return err
	}
	if r.kind == private && !p.started {
		payload, starts := strings.CutPrefix(line, "/start")
		if !starts {
			return ErrNotStarted
		}
		return s.start(p, strings.TrimSpace(payload))
	}
	return s.say(p, r, thread, line, nil)
}

// TypeAsGroup is an administrator writing in the name of the group.
func (s *Server) TypeAsGroup(who chat.UserRef, at chat.PlaceRef, line string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return err
	}
	r, thread, err := s.stand(p, at)
	if err != nil {
		return err
	}
	m := r.byID[p.user.ID]
	if !m.admin || r.kind == private {
		return ErrNotAllowed
	}
	was := m.anonymous
	m.anonymous = true
	defer func() { m.anonymous = was }()
	return s.say(p, r, thread, line, nil)
}

// Reply is somebody answering a message that they see.
func (s *Server) Reply(who chat.UserRef, message, line string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return err
	}
	to, err := s.find(p, message)
	if err != nil {
		return err
	}
	if to.in.kind == private && p.blocked {
		return ErrBlocked
	}
	return s.say(p, to.in, to.Thread, line, to)
}

// say lets a person's line stand in a chat and tells the bot, if it may know.
func (s *Server) say(p *person, r *room, thread int64, line string, to *post) error {
	if r.kind == Channel || r.muted && !r.admin(p) {
		return ErrNotAllowed
	}
	if to == nil && s.sayAside(p, r, line) {
		return nil
	}
	text, entities := s.written(r, line)
	m := message{From: p.user, Thread: thread, Text: text, Entities: entities}
	if r.byID[p.user.ID].anonymous {
		m.From, m.SenderChat = s.people[anonymousID].user, r.info
	}
	if to != nil {
		m.ReplyTo = to.quoted()
	}
	return s.tell(p, r, m)
}

// tell keeps a person's message and queues it if the bot may read it.
func (s *Server) tell(p *person, r *room, m message) error {
	p.said = s.keep(r, m)
	if p.user.IsBot || !s.hears(r, &p.said.message) {
		return nil
	}
	shown := p.said.message
	s.push(&update{Message: &shown}, p)
	return nil
}

// hears tells whether the bot receives a message: in a group with privacy mode
// only commands that are not another bot's, and answers to its own messages.
func (s *Server) hears(r *room, m *message) bool {
	in := r.byID[s.bot.user.ID]
	switch {
	case r.kind == private:
		return true
	case in == nil:
		return false
	case in.admin || s.opt.AllMessages:
		return true
	case m.ReplyTo != nil && m.ReplyTo.From != nil && m.ReplyTo.From.ID == s.bot.user.ID:
		return true
	}
	text, entities := m.Text+m.Caption, append(m.Entities, m.CapEntities...)
	for _, e := range entities {
		if e.Type != "bot_command" {
			continue
		}
		_, name, addressed := strings.Cut(slice16(text, e), "@")
		if e.Offset == 0 && !addressed || addressed && strings.EqualFold(name, s.bot.user.Username) {
			return true
		}
	}
	return false
}

// Edit is somebody changing their newest message, or the one with that name.
func (s *Server) Edit(who chat.UserRef, message, line string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return err
	}
	m := p.said
	if message != "" {
		if m, err = s.find(p, message); err != nil {
			return err
		}
	}
	if m == nil || m.From == nil || m.From.ID != p.user.ID {
		return ErrNoMessage
	}
	m.Text, m.Entities = s.written(m.in, line)
	m.EditDate = s.opt.Now().Unix()
	if !s.hears(m.in, &m.message) {
		return nil
	}
	shown := m.message
	s.push(&update{Edited: &shown}, p)
	return nil
}
