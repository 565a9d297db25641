package discordtest

import (
	"fmt"

	"github.com/parleybot/parley/core/chat"
)

// Press presses the button of a message that has these words.
func (s *Server) Press(who chat.UserRef, message, label string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, b, err := s.button(who, message, label)
	if err != nil {
		return err
	}
	if b.URL != "" {
		return fmt.Errorf("%w: %q leads to %s", ErrNoButton, label, b.URL)
	}
	s.use(who, m, b, nil, nil)
	return nil
}

// Follow returns where the button with these words leads.
func (s *Server) Follow(who chat.UserRef, message, label string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, b, err := s.button(who, message, label)
	if err == nil && b.URL == "" {
		err = ErrNoButton
	}
	return b.URL, err
}

func (s *Server) button(who chat.UserRef, message, label string) (*message, component, error) {
	m, err := s.sees(who, message)
	if err != nil {
		return nil, component{}, err
	}
	for _, row := range m.components {
		for _, c := range row.Components {
			if c.Type == partButton && c.caption() == label && !c.Disabled {
				return m, c, nil
			}
		}
	}
	return nil, component{}, fmt.Errorf("%w: %q", ErrNoButton, label)
}

// Choose picks the choice of a message's select that has these words.
func (s *Server) Choose(who chat.UserRef, message, label string) error {
	return s.choose(who, message, func(c component) ([]string, *wireResolved) {
		for _, o := range c.Options {
			if o.Label == label {
				return []string{o.Value}, nil
			}
		}
		return nil, nil
	})
}

// ChooseMember picks somebody from a message's select of people.
func (s *Server) ChooseMember(who chat.UserRef, message string, chosen chat.UserRef) error {
	return s.choose(who, message, func(c component) ([]string, *wireResolved) {
		if c.Type != partUserSelect && c.Type != partMention {
			return nil, nil
		}
		b := &binder{s: s, channel: s.messages.byID[message].channel, seen: &wireResolved{}}
		if id := b.user(chosen.ID); id != "" {
			return []string{id}, b.resolved()
		}
		return nil, nil
	})
}

func (s *Server) choose(who chat.UserRef, message string, pick func(component) ([]string, *wireResolved)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.sees(who, message)
	if err != nil {
		return err
	}
	for _, row := range m.components {
		for _, c := range row.Components {
			if !c.isSelect() || c.Disabled {
				continue
			}
			if values, seen := pick(c); values != nil {
				s.use(who, m, c, values, seen)
				return nil
			}
		}
	}
	return ErrNoButton
}

// use tells the bot that a component was used. Whose installation counts is what
// the message's own interaction had.
func (s *Server) use(who chat.UserRef, m *message, c component, values []string, seen *wireResolved) {
	p := s.people[who.ID]
	owners := map[string]string{}
	if m.origin != nil {
		owners = m.origin.owners
	} else if g := m.channel.guild; g != nil {
		owners["0"] = g.id
	} else {
		owners["0"] = "0"
	}
	i := &interaction{kind: kindComponent, who: p, channel: m.channel, owners: owners, source: m}
	s.call(i, wireData{CustomID: c.CustomID, Component: c.Type, Values: values, Resolved: seen})
}
