package main

import (
	"maps"
	"slices"
	"testing"

	"github.com/parleybot/parley/core/bot/bottest"
)

// TestButtons presses every button on both parties' cards, in every state of a
// deal: whoever it was not made for is refused and changes nothing, and to its
// own reader no button is shown that would be refused.
func TestButtons(t *testing.T) {
	t.Parallel()
	for _, now := range situations() {
		t.Run(now.name, func(t *testing.T) {
			t.Parallel()
			s := &trial{scene: openScene(t), now: now}
			for _, reader := range s.callers {
				if now.party(reader) {
					s.pressAll(reader)
				}
			}
		})
	}
}

// pressAll takes a new card for each button, since pressing one may change what
// the others are good for.
func (s *trial) pressAll(reader caller) {
	s.t.Helper()
	labels := slices.Sorted(maps.Keys(s.card(reader).Buttons()))
	if len(labels) == 0 {
		s.t.Fatalf("%s sees no button", reader.role)
	}
	for _, label := range labels {
		card := s.card(reader)
		if card.Buttons()[label] == "" {
			s.t.Errorf("%s sees [%s] on one card and not on the next:\n%s", reader.role, label, card.Text())
			continue
		}
		for _, c := range s.callers {
			if c.role != reader.role {
				s.foreign(c, card, label)
			}
		}
		got := card.Presses(label)
		problem := judge("", got.Text(), "", true)
		if problem != "" || len(got.Reply.Message.Document) == 0 && got.Reply.Form == nil {
			s.t.Errorf("[%s] as %s: %s; the answer was:\n%s", label, reader.role, problem, got.Text())
		}
		reader.person.Says("/cancel")
		s.clear()
		s.last = nil
	}
}

// foreign has somebody press what was made for somebody else.
func (s *trial) foreign(c caller, card bottest.Screen, label string) {
	s.t.Helper()
	want := saysForeign
	if c.barred != "" {
		want = c.barred
	}
	before := s.ledger()
	got := card.PressedBy(c.in("harbor"), label)
	s.last = nil
	if problem := judge(want, got.Text(), before.changed(s.ledger()), false); problem != "" {
		s.t.Errorf("[%s] as %s: %s; the answer was:\n%s", label, c.role, problem, got.Text())
	}
}

// card shows a party the whole deal, made anew where there is none.
func (s *trial) card(reader caller) bottest.Screen {
	s.t.Helper()
	return reader.person.Says(s.fill("/deal view {deal}"))
}
