package telegramtest

import (
	"slices"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
)

// show puts a message of the bot's, as it is now, before those who can see it.
func (s *Server) show(p *post) {
	seen := p.look()
	if p.only != nil {
		s.remember(p.only, seen)
		return
	}
	for _, m := range p.in.members {
		if !m.who.user.IsBot {
			s.remember(m.who, seen)
		}
	}
}

// place is where a message stands: its chat, or its topic.
func (p *post) place() chat.PlaceRef {
	if p.in.topics == nil {
		return placeRef(p.in.id, 0)
	}
	return placeRef(p.in.id, p.Thread)
}

// look is what a person reads of a message.
func (p *post) look() frontendtest.Seen {
	seen := frontendtest.Seen{ID: p.messageName(), Place: p.place(), Group: p.in.kind != private, Text: p.Text + p.Caption, Alarm: p.alarm}
	if p.Markup != nil {
		for _, row := range p.Markup.Rows {
			for _, b := range row {
				seen.Buttons = append(seen.Buttons, b.Text)
			}
		}
	}
	if p.keys != nil {
		for _, row := range p.keys.Rows {
			for _, k := range row {
				seen.Buttons = append(seen.Buttons, k.Text)
			}
		}
	}
	if p.file != nil {
		seen.Files = []chat.File{*p.file}
	}
	return seen
}

// remember keeps the newest of what somebody saw.
func (s *Server) remember(p *person, seen frontendtest.Seen) {
	if len(p.seen) >= 2*s.opt.History {
		p.seen = slices.Clone(p.seen[s.opt.History:])
	}
	p.seen = append(p.seen, seen)
	if s.opt.Shown != nil {
		s.fresh = append(s.fresh, sight{userRef(p.user.ID), seen.ID})
	}
}

// sight is something that somebody has just seen.
type sight struct {
	who     chat.UserRef
	message string
}

// unlock gives the lock back and tells Options.Shown what was seen under it.
func (s *Server) unlock() {
	fresh := s.fresh
	s.fresh = nil
	s.mu.Unlock()
	for _, one := range fresh {
		s.opt.Shown(one.who, one.message)
	}
}

// Seen is what somebody has seen of the bot, oldest first: a message once for
// each of its states, deleted ones too, and what a callback answer said as a
// Notice.
func (s *Server) Seen(who chat.UserRef) []frontendtest.Seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return nil
	}
	return slices.Clone(p.seen[max(0, len(p.seen)-s.opt.History):])
}
