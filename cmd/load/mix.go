package main

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"sync"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// mix is people who make deals with each other, confirm and complete them, and
// look at things in between. What waits for whom is known to all of them: each
// deal is confirmed by its counterparty and completed by both.
type mix struct {
	platform chat.Platform
	crowd    *crowd

	mu       sync.Mutex
	chance   *rand.Rand
	confirm  map[string][]errand // by the id of the account
	complete map[string][]errand
	known    map[string]string // a handle that somebody has seen of their own
}

// newMix lets those who act deal with each other.
func newMix(c *crowd, seed uint64) *mix {
	m := &mix{
		platform: c.double.Platform(), crowd: c, chance: rand.New(rand.NewPCG(seed, 3)), //nolint:gosec // an order that can be repeated
		confirm: map[string][]errand{}, complete: map[string][]errand{}, known: map[string]string{},
	}
	refs := make([]chat.UserRef, len(c.pool))
	for i, p := range c.pool {
		refs[i] = p.who
	}
	for i, p := range c.pool {
		p.others = append(append([]chat.UserRef{}, refs[i+1:]...), refs[:i]...)
		p.next = 0
	}
	return m
}

// shares are how many of a hundred acts are what, where nothing is to be done
// first: made up, but for that people look more often than they act. A start is a
// conversation of 7 or 8 acts.
var shares = [...]struct {
	name string
	upTo int
}{{"ping", 10}, {"list", 36}, {"view", 66}, {"rep", 90}, {"start", 100}}

// next is what somebody does next. A conversation that is under way goes on; every
// second act is something that waits for them, if anything does.
func (m *mix) next(s script, p *person) step {
	if p.stands > 0 {
		if st, can := m.creates(s, p); can {
			return st
		}
		return m.does("list", "deal list", "", m.notes)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	lot := m.chance.IntN(100)
	if lot%2 == 0 {
		if st, can := m.duty(p); can {
			return st
		}
	}
	name := ""
	for i := len(shares) - 1; i >= 0 && lot < shares[i].upTo; i-- {
		name = shares[i].name
	}
	switch handle := m.known[p.who.ID]; {
	case name == "ping":
		return m.does("ping", "ping", "", nil)
	case name == "rep":
		return m.does("rep", "rep", "", nil)
	case name == "start":
		st, _ := m.creates(s, p)
		return st
	case name == "view" && handle != "":
		return m.does("view", "deal view", handle, nil)
	}
	return m.does("list", "deal list", "", m.notes)
}

// errand is what somebody is to do with a deal.
type errand struct {
	handle string
	other  string // the account of the other party, who is told
}

// duty is what waits for somebody. Nothing does while the other party, who would
// be told of it, is under way.
func (m *mix) duty(p *person) (step, bool) {
	id := p.who.ID
	if waiting := m.complete[id]; len(waiting) > 0 {
		e := waiting[0]
		st := m.does("complete", "deal complete", e.handle, nil)
		if st.told = m.crowd.takeOne(e.other); st.told != nil {
			m.complete[id] = waiting[1:]
			return st, true
		}
	}
	waiting := m.confirm[id]
	if len(waiting) == 0 {
		return step{}, false
	}
	e := waiting[0]
	st := m.does("confirm", "deal confirm", e.handle, nil)
	if st.told = m.crowd.takeOne(e.other); st.told == nil {
		return step{}, false
	}
	m.confirm[id] = waiting[1:]
	st.happened = agreed
	st.after = func(c *crowd, p *person) {
		m.mu.Lock()
		defer m.mu.Unlock()
		if !agreed(c, p) {
			m.confirm[id] = append(m.confirm[id], e)
			return
		}
		m.known[id] = e.handle
		m.complete[id] = append(m.complete[id], errand{handle: e.handle, other: e.other})
		m.complete[e.other] = append(m.complete[e.other], errand{handle: e.handle, other: id})
	}
	return st, true
}

// agreed is false where the terms were shown first: the bot did not know yet that
// its notification had been delivered, and nobody confirms terms unseen.
func agreed(c *crowd, p *person) bool {
	seen := c.double.Seen(p.who)
	return len(seen) == 0 || !strings.Contains(seen[len(seen)-1].Text, "Please read what you would agree to")
}

// creates goes on with the conversation that makes a deal, unless its end would
// tell somebody who is under way.
func (m *mix) creates(s script, p *person) (step, bool) {
	st := creations(s, p)
	st.kind = "start"
	if !st.last {
		return st, true
	}
	other := p.counterpartyBefore().ID
	if st.told = m.crowd.takeOne(other); st.told == nil {
		return st, false
	}
	st.after = func(c *crowd, p *person) {
		handle := c.handleSeen(p)
		if handle == "" {
			return
		}
		m.mu.Lock()
		defer m.mu.Unlock()
		m.known[p.who.ID] = handle
		m.confirm[other] = append(m.confirm[other], errand{handle: handle, other: p.who.ID})
	}
	return st, true
}

// notes keeps the handle of a deal from somebody's list.
func (m *mix) notes(c *crowd, p *person) {
	if handle := c.handleSeen(p); handle != "" {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.known[p.who.ID] = handle
	}
}

// does is a command, on a deal where it takes one.
func (m *mix) does(kind, path, handle string, after func(*crowd, *person)) step {
	if m.platform == telegramtest.Platform {
		path = strings.ReplaceAll(path, " ", "_")
	}
	st := line(strings.TrimSpace("/" + path + " " + handle))
	st.kind, st.after = kind, after
	return st
}

var handleForm = regexp.MustCompile(`\b[0-9A-F]{8}\b`)

// handleSeen is the handle in what somebody saw last, or "".
func (c *crowd) handleSeen(p *person) string {
	seen := c.double.Seen(p.who)
	for i := len(seen) - 1; i >= 0; i-- {
		if handle := handleForm.FindString(seen[i].Text); handle != "" {
			return handle
		}
	}
	return ""
}
