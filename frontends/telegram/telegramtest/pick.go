package telegramtest

import (
	"errors"

	"github.com/parleybot/parley/core/chat"
)

// pressKey is somebody pressing a key of the keyboard that the bot gave them:
// a plain one writes its label.
func (s *Server) pressKey(p *person, r *room, label string) error {
	for _, row := range p.keys.Rows {
		for _, k := range row {
			if k.Text != label {
				continue
			}
			if k.RequestUsers != nil {
				return errors.New("telegramtest: that key opens a list of people: use PickUsers")
			}
			p.used()
			return s.say(p, r, 0, label, nil)
		}
	}
	return ErrNoButton
}

// used takes a keyboard away that is there for one press.
func (p *person) used() {
	if p.keys.OneTime {
		p.keys = nil
	}
}

// PickUsers is somebody pressing the key that asks for people, and choosing
// these.
func (s *Server) PickUsers(who chat.UserRef, users ...chat.UserRef) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return err
	}
	ask := p.picker()
	if ask == nil {
		return ErrNoButton
	}
	if len(users) < 1 || len(users) > max(ask.Max, 1) {
		return errors.New("telegramtest: that many people cannot be picked there")
	}
	found := &shared{RequestID: ask.ID}
	for _, ref := range users {
		u, err := s.person(ref)
		if err != nil {
			return err
		}
		if ask.IsBot != nil && *ask.IsBot != u.user.IsBot {
			return errors.New("telegramtest: bots and people are not in one list")
		}
		one := sharedUser{ID: u.user.ID}
		if ask.Name {
			one.FirstName, one.LastName = u.user.FirstName, u.user.LastName
		}
		if ask.Nick {
			one.Username = u.user.Username
		}
		found.Users = append(found.Users, one)
	}
	p.used()
	return s.tell(p, s.direct(p), message{From: p.user, service: &service{Shared: found}})
}

func (p *person) picker() *requestUsers {
	if p.keys == nil {
		return nil
	}
	for _, row := range p.keys.Rows {
		for _, k := range row {
			if k.RequestUsers != nil {
				return k.RequestUsers
			}
		}
	}
	return nil
}
