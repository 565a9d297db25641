package telegramtest

import (
	"errors"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// PressStart is somebody pressing Start, with the payload of the link that led
// there, or "". It ends a block, as pressing Restart does.
func (s *Server) PressStart(who chat.UserRef, payload string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return err
	}
	return s.start(p, payload)
}

// start may run again in a chat that was started long ago: a start link shows
// the button there, too.
func (s *Server) start(p *person, payload string) error {
	if payload != "" && !validPayload(payload) {
		return errors.New("telegramtest: that start link hands nothing over")
	}
	if p.blocked {
		s.unblock(p)
	}
	p.started = true
	return s.say(p, s.direct(p), 0, strings.TrimSpace("/start "+payload), nil)
}

// Arrive makes somebody one who pressed Start long ago: the bot is not told.
func (s *Server) Arrive(who chat.UserRef) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return err
	}
	p.started = true
	return nil
}

// OpenLink is somebody following a link. A start link of this bot presses
// Start; any other leads out of the world and does nothing.
func (s *Server) OpenLink(who chat.UserRef, url string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return err
	}
	return s.open(p, url)
}

// open follows a link as an app does; only start links of this bot lead back.
func (s *Server) open(p *person, url string) error {
	payload, ours := s.startPayload(url)
	if !ours {
		return nil
	}
	return s.start(p, payload)
}

// Close is somebody blocking the bot.
func (s *Server) Close(who chat.UserRef) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return err
	}
	if p.blocked {
		return ErrBlocked
	}
	p.blocked, p.keys = true, nil
	if p.started {
		s.standing(s.direct(p), p, s.bot, bare("member", s.bot), banned(s.bot))
	}
	return nil
}

// Unblock is somebody letting the bot write again.
func (s *Server) Unblock(who chat.UserRef) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return err
	}
	if p.blocked {
		s.unblock(p)
	}
	return nil
}

// unblock is told only where there was a chat before, as the platform does.
func (s *Server) unblock(p *person) {
	p.blocked = false
	if p.started {
		s.standing(s.direct(p), p, s.bot, banned(s.bot), bare("member", s.bot))
	}
}
