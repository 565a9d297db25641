package outbox_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"pgregory.net/rapid"
)

// fate is what the model knows of one notification.
type fate struct {
	queue      string
	plan       []chat.SendClass // how its attempts end; "" or none left: sent
	notBefore  time.Time
	repeatable bool
	sends      []send
}

type send struct {
	order int
	at    time.Time
	class chat.SendClass
}

// model is what happens to the outbox in one check: people and places with
// notifications whose attempts end as drawn, time that passes, restarts.
type model struct {
	w     *world
	round int
	fates map[string]*fate // by the message's text
	order []string         // in which they were queued
	sent  int
}

var classes = []chat.SendClass{
	"", chat.Wait, chat.Retry, chat.Unknown, chat.Unreachable, chat.Slow, chat.Gone,
	chat.Late, chat.Invalid, chat.Fatal,
}

func (m *model) script(_ context.Context, d chat.Delivery, nth int) error {
	m.w.d.mu.Lock()
	defer m.w.d.mu.Unlock()
	f := m.fates[d.Message.Document[0].Text]
	if f == nil {
		return nil // left over from an earlier round
	}
	s := send{order: m.sent, at: m.w.clock.Now()}
	m.sent++
	if nth <= len(f.plan) {
		s.class = f.plan[nth-1]
	}
	f.sends = append(f.sends, s)
	if s.class == "" {
		return nil
	}
	return &chat.SendError{Class: s.class, All: s.class == chat.Wait && nth%2 == 0}
}

func (m *model) notify(t *rapid.T) {
	name := fmt.Sprintf("%d-%d", m.round, len(m.order))
	who := fmt.Sprintf("%d-%s", m.round, rapid.SampledFrom([]string{"ann", "ben", "room"}).Draw(t, "to"))
	n := to(who, name)
	if who[len(who)-4:] == "room" {
		n = at(who, name)
	}
	f := &fate{
		queue:      who,
		plan:       rapid.SliceOfN(rapid.SampledFrom(classes), 0, 9).Draw(t, "plan"),
		repeatable: rapid.Bool().Draw(t, "repeatable"),
	}
	if rapid.IntRange(0, 4).Draw(t, "later") == 0 {
		f.notBefore = m.w.clock.Now().Add(20 * time.Second)
	}
	n.Repeatable, n.NotBefore, n.Subject = f.repeatable, f.notBefore, fmt.Sprint(m.round)
	n.Priority = outbox.Priority(rapid.IntRange(0, 9).Draw(t, "priority"))
	m.w.d.mu.Lock()
	m.fates[name] = f
	m.order = append(m.order, name)
	m.w.d.mu.Unlock()
	m.w.notify(n)
	m.w.runner.Wake()
}

func (m *model) check(t *rapid.T) {
	m.w.d.mu.Lock()
	defer m.w.d.mu.Unlock()
	busyUntil := map[string]int{} // by queue: the last send of those before
	for _, name := range m.order {
		f := m.fates[name]
		if len(f.sends) > 0 && f.sends[0].at.Before(f.notBefore) {
			t.Fatalf("%s was sent before its time", name)
		}
		if problem := allowed(f); problem != "" {
			t.Fatalf("%s %s: %+v", name, problem, f.sends)
		}
		if len(f.sends) == 0 || !f.notBefore.IsZero() {
			continue
		}
		if last, ok := busyUntil[f.queue]; ok && f.sends[0].order < last {
			t.Fatalf("%s overtook an earlier one of %s", name, f.queue)
		}
		busyUntil[f.queue] = f.sends[len(f.sends)-1].order
	}
}

// allowed says what is wrong with how often a notification was sent.
func allowed(f *fate) string {
	counted := 0
	for i, s := range f.sends {
		if i > 0 {
			switch f.sends[i-1].class {
			case "", chat.Late, chat.Invalid, chat.Gone, chat.Unreachable:
				return "was sent again after its end"
			case chat.Unknown:
				if !f.repeatable {
					return "was repeated though it may have arrived"
				}
			}
		}
		if s.class == chat.Retry || s.class == chat.Unknown {
			counted++
		}
	}
	if counted > 6 {
		return "was tried too often"
	}
	return ""
}

func TestOrderModel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := &model{w: w}
	w.d.plays(m.script)
	w.start()
	rapid.Check(t, func(t *rapid.T) {
		w.d.mu.Lock()
		m.round++
		m.fates, m.order = map[string]*fate{}, nil
		w.d.mu.Unlock()
		t.Repeat(map[string]func(*rapid.T){
			"notify": m.notify,
			"idle":   func(*rapid.T) { w.idle() },
			"advance": func(t *rapid.T) {
				w.idle() // or a claim under way might outlive its lease
				w.clock.Advance(time.Duration(rapid.IntRange(1, 30_000).Draw(t, "ms")) * time.Millisecond)
				w.runner.Resume("d")
			},
			"restart": func(t *rapid.T) { w.stop(); w.start() },
			"":        m.check,
		})
		// However badly it went, in the end everything has come to an end.
		w.idle()
		for range 40 {
			w.clock.Advance(10 * time.Minute)
			w.runner.Resume("d")
			w.idle()
		}
		m.check(t)
		for _, state := range w.states(fmt.Sprint(m.round)) {
			if !state.Final() {
				t.Fatalf("left %s: %v", state, w.states(fmt.Sprint(m.round)))
			}
		}
	})
}
