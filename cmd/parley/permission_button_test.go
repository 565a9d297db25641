package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/bot/bottest"
)

// TestButtons presses every button on the cards of both parties and of those who
// mediate, in every state of a deal: whoever it was not made for is refused and
// changes nothing, and to its own reader no button is shown that would be refused.
func TestButtons(t *testing.T) {
	t.Parallel()
	for i, now := range situations() {
		if i%stride != 0 {
			continue
		}
		t.Run(now.name, func(t *testing.T) {
			t.Parallel()
			s := &trial{scene: openScene(t), now: now}
			for _, reader := range s.callers {
				if now.party(reader) || reader.role == "mediator" {
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
	first := s.card(reader)
	labels := slices.Sorted(maps.Keys(first.Buttons()))
	if len(labels) == 0 {
		s.t.Fatalf("%s sees no button", reader.role)
	}
	s.foreign(reader, first)
	for _, label := range labels {
		card := s.card(reader)
		if card.Buttons()[label] == "" {
			s.t.Errorf("%s sees [%s] on one card and not on the next:\n%s", reader.role, label, card.Text())
			continue
		}
		before := s.ledger()
		got := card.Presses(label)
		problem := judge("", got.Text(), "", true)
		if problem != "" || len(got.Reply.Message.Document) == 0 && got.Reply.Form == nil {
			s.t.Errorf("[%s] as %s: %s; the answer was:\n%s", label, reader.role, problem, got.Text())
		}
		s.last = nil
		s.foreign(reader, got)
		changed := before.changed(s.ledger())
		reader.person.Says("/cancel")
		s.last = nil
		if strings.Contains(changed, "deals_deals") {
			s.clear()
		}
	}
}

// foreign has everybody else press what was made for one reader.
func (s *trial) foreign(reader caller, card bottest.Screen) {
	s.t.Helper()
	before := s.ledger()
	labels := slices.Sorted(maps.Keys(card.Buttons()))
	for _, c := range s.callers {
		want := saysForeign
		if c.barred != "" {
			want = c.barred
		}
		for _, label := range labels {
			if c.role == reader.role {
				continue
			}
			got := card.PressedBy(c.in("harbor"), label)
			if problem := judge(want, got.Text(), "", false); problem != "" {
				s.t.Errorf("[%s] as %s: %s; the answer was:\n%s", label, c.role, problem, got.Text())
			}
		}
	}
	s.last = nil
	if changed := before.changed(s.ledger()); changed != "" {
		s.t.Errorf("buttons %v of %s, pressed by others, changed %s", labels, reader.role, changed)
	}
}

// card shows a reader the whole deal, made anew where there is none.
func (s *trial) card(reader caller) bottest.Screen {
	s.t.Helper()
	line := s.fill("/deal view {deal}")
	s.last = nil // staff are logged
	return reader.person.Says(line)
}

// TestButtonsOfOtherCards does the same with the cards of what is not about a deal.
func TestButtonsOfOtherCards(t *testing.T) {
	t.Parallel()
	s := &trial{scene: openScene(t)}
	s.who("owner").Says("/admin rate GEMS 2")
	for _, c := range []struct{ reader, line string }{
		{"eve", "/erase_data"},
		{"owner", "/admin erase test-d:eve"},
		{"eve in harbor", "/rep"},
		{"ada in harbor", "/community leave"},
		{"eve", "/notifications"},
		{"owner", "/admin rate GEMS"},
	} {
		who := s.who(c.reader)
		card := who.Says(c.line)
		if len(card.Buttons()) == 0 {
			t.Errorf("%s> %s shows no button:\n%s", c.reader, c.line, card.Text())
		}
		s.last = nil
		for _, reader := range s.callers {
			if reader.person.User.Ref == who.User.Ref {
				s.foreign(reader, card)
			}
		}
	}
}
