package main

import (
	"time"

	"github.com/parleybot/parley/core/bot/bottest"
)

// situation is a state of a deal that can be reached in this half, with what the
// state machine says of each party's acts there: A's, then B's.
type situation struct {
	name                      string
	reach                     func(s *scene) (handle string)
	confirm, cancel, complete [2]string
	alone                     bool // an invitation: there is no B yet
}

func (n situation) onConfirm(side int) string  { return n.confirm[side] }
func (n situation) onCancel(side int) string   { return n.cancel[side] }
func (n situation) onComplete(side int) string { return n.complete[side] }

func always(situation, int) string { return "" }

func (n situation) party(c caller) bool { return c.side == 0 || (c.side == 1 && !n.alone) }

func both(says string) [2]string { return [2]string{says, says} }

// situations are rows 1 to 11 of the state machine, seen from where they lead.
func situations() []situation {
	pending, active, marked := both(saysStatus+"🟡"), both(saysStatus+"🟢"), both(saysStatus+"🔵")
	overdue, completed, cancelled := both(saysStatus+"🟠"), both(saysStatus+"✅"), both(saysStatus+"⚫")
	again, free := both(saysAgain), both("")
	onlyB, onlyA := [2]string{saysAgain, ""}, [2]string{"", saysAgain}
	return []situation{
		{name: "pending", reach: pendingDeal, confirm: free, cancel: free, complete: pending},
		{name: "confirmed by A", reach: confirmedByA, confirm: onlyB, cancel: free, complete: pending},
		{name: "confirmed by B", reach: confirmedByB, confirm: onlyA, cancel: free, complete: pending},
		{name: "invitation", reach: invitation, confirm: both(saysEarly), cancel: free, complete: pending, alone: true},
		{name: "active", reach: activeDeal, confirm: again, cancel: active, complete: free},
		{name: "marked by A", reach: then(activeDeal, marks(1)), confirm: again, cancel: marked, complete: onlyB},
		{name: "marked by B", reach: then(activeDeal, marks(2)), confirm: again, cancel: marked, complete: onlyA},
		{name: "overdue", reach: then(activeDeal, late), confirm: again, cancel: overdue, complete: free},
		{name: "overdue, marked by A", reach: then(activeDeal, marks(1), late), confirm: again, cancel: overdue, complete: onlyB},
		{name: "marked late by B", reach: then(activeDeal, late, marks(2)), confirm: again, cancel: marked, complete: onlyA},
		{name: "completed", reach: then(activeDeal, marks(1), marks(2)), confirm: again, cancel: completed, complete: again},
		{name: "cancelled", reach: then(pendingDeal, withdrawn), confirm: cancelled, cancel: cancelled, complete: cancelled},
		{name: "expired", reach: then(pendingDeal, late), confirm: cancelled, cancel: cancelled, complete: cancelled},
	}
}

func pendingDeal(s *scene) string {
	_, handle := s.propose("test-d:ben")
	return handle
}

func invitation(s *scene) string {
	_, handle := s.propose("")
	return handle
}

func confirmedByA(s *scene) string {
	card, handle := s.propose("test-d:ben")
	card.Presses("Confirm").Shows("waiting for the other side")
	return handle
}

func confirmedByB(s *scene) string {
	_, handle := s.propose("test-d:ben")
	s.news("ben").Shows(handle).Presses("Confirm").Shows("waiting for the other side")
	return handle
}

func activeDeal(s *scene) string {
	handle := confirmedByA(s)
	s.news("ben").Shows(handle).Presses("Confirm").Shows("Active")
	return handle
}

// then goes on from a state by the acts of the parties, or of the clock.
func then(from func(*scene) string, acts ...func(*scene, string)) func(*scene) string {
	return func(s *scene) string {
		handle := from(s)
		for _, act := range acts {
			act(s, handle)
		}
		return handle
	}
}

func marks(caller int) func(*scene, string) {
	return func(s *scene, handle string) {
		s.callers[caller].person.Says("/deal complete " + handle).Shows(handle)
	}
}

func withdrawn(s *scene, handle string) {
	s.callers[1].person.Says("/deal cancel " + handle).Shows("Cancelled")
}

// late is more than the two days after which any deal of this test is due. What is
// under way arrives first: no message takes two days.
func late(s *scene, _ string) {
	s.Settle()
	s.Clock.Advance(50 * time.Hour)
	s.Settle()
	for _, who := range s.callers {
		s.arrive(who) // a role counts for a day after it was seen
	}
}

// news is the latest that somebody was told.
func (s *scene) news(id string) bottest.Screen { return s.Person(bottest.D, id).Last() }
