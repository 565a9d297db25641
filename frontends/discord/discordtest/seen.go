package discordtest

import (
	"context"
	"slices"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
)

const (
	keepSights = 4096             // states of messages that are remembered, for all people together
	patience   = 10 * time.Second // for a completion; real time, as nobody turns the clock meanwhile
)

// sight is one state of a message, or a form that opened, with those who saw
// it at that moment.
type sight struct {
	state   message // a copy
	form    *modalBody
	who     string   // alone, or
	readers []string // all of these
	cached  *frontendtest.Seen
}

// show notes that a message of the bot's looks as it does now.
func (s *Server) show(m *message) {
	if m.loading || !s.ours(m) {
		return
	}
	g := &sight{state: *m, who: m.only}
	if m.only == "" {
		g.readers = m.channel.readers()
	}
	s.record(g)
}

// ours reports whether a message is the bot's, by its webhooks too.
func (s *Server) ours(m *message) bool { return m.author == s.app.bot || m.hook != "" }

func (s *Server) showForm(i *interaction, b modalBody) {
	s.record(&sight{state: message{id: i.id, channel: i.channel}, form: &b, who: i.who.Ref.ID})
}

func (s *Server) record(g *sight) {
	if len(s.sights) >= 2*keepSights {
		s.sights = slices.Clone(s.sights[keepSights:])
	}
	s.sights = append(s.sights, g)
	if s.opt.Shown != nil {
		s.fresh = append(s.fresh, g)
	}
	s.touch()
}

// unlock gives the lock back and tells Options.Shown what was seen under it.
func (s *Server) unlock() {
	fresh := s.fresh
	s.fresh = nil
	s.mu.Unlock()
	for _, g := range fresh {
		readers := g.readers
		if g.who != "" {
			readers = []string{g.who}
		}
		for _, id := range readers {
			s.opt.Shown(chat.UserRef{Platform: Platform, ID: id}, g.state.id)
		}
	}
}

func (g *sight) by(who string) bool {
	return g.who == who || g.who == "" && slices.Contains(g.readers, who)
}

// Seen returns everything somebody has seen of the bot, the oldest first, as
// far back as it is remembered: 4,096 states of messages of all people. What
// was deleted meanwhile is there still.
func (s *Server) Seen(who chat.UserRef) []frontendtest.Seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []frontendtest.Seen
	for _, g := range s.sights {
		if g.by(who.ID) {
			all = append(all, s.look(g))
		}
	}
	return all
}

// Newest returns what somebody saw last, and false where that is nothing.
func (s *Server) Newest(who chat.UserRef) (frontendtest.Seen, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range slices.Backward(s.sights) {
		if g.by(who.ID) {
			return s.look(g), true
		}
	}
	return frontendtest.Seen{}, false
}

// choices waits for the answer to a completion.
func (s *Server) choices(i *interaction) ([]string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if s.until(ctx, func() bool { return i.answered != 0 }) != nil {
		return nil, ErrUnheard
	}
	return i.choices, nil
}
