package main

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/bot/bottest"
)

// situation is a state of a deal that can be reached, with what the state machine
// says there of each party's acts, A's, then B's, and of what a mediator decides.
type situation struct {
	name                                         string
	reach                                        func(s *scene) (handle string)
	confirm, cancel, complete, dispute, withdraw [2]string
	decide, fail                                 string // that it goes on or was completed; that it defaulted
	alone                                        bool   // an invitation: there is no B yet
}

func (n situation) onConfirm(side int) string  { return n.confirm[side] }
func (n situation) onCancel(side int) string   { return n.cancel[side] }
func (n situation) onComplete(side int) string { return n.complete[side] }
func (n situation) onDispute(side int) string  { return n.dispute[side] }
func (n situation) onWithdraw(side int) string { return n.withdraw[side] }
func (n situation) onDecision() string         { return n.decide }
func (n situation) onDefault() string          { return n.fail }

func always(situation, int) string { return "" }

func (n situation) party(c caller) bool { return c.side == 0 || (c.side == 1 && !n.alone) }

func both(says string) [2]string { return [2]string{says, says} }

// Only one of the parties may; the other one reads why not.
func onlyA(says string) [2]string { return [2]string{"", says} }
func onlyB(says string) [2]string { return [2]string{says, ""} }

// status is a state with a mark, in which nothing is possible but what is said.
func status(mark, name string, reach func(*scene) string, possible func(n *situation)) situation {
	no := saysStatus + mark
	n := situation{
		name: name, reach: reach, confirm: both(no), cancel: both(no), complete: both(no), dispute: both(no), withdraw: both(no),
		decide: no, fail: no,
	}
	possible(&n)
	return n
}

// situations are the rows of the state machine, seen from where they lead.
func situations() []situation {
	return append(append(pendingStates(), activeStates()...), append(disputedStates(), closedStates()...)...)
}

// skipsOver reports whether the tables of rights leave out the situation of a
// number. Short runs, which are about the database, try as many as those under the
// race detector.
func skipsOver(i int) bool {
	each := stride
	if testing.Short() {
		each = max(each, 6)
	}
	return i%each != 0
}

// situationOf finds a state by its name.
func situationOf(name string) situation {
	for _, n := range situations() {
		if n.name == name {
			return n
		}
	}
	panic("no state is called " + name)
}

func pendingStates() []situation {
	state := func(name string, reach func(*scene) string, confirm [2]string, alone bool) situation {
		return status("🟡", name, reach, func(n *situation) { n.confirm, n.cancel, n.alone = confirm, both(""), alone })
	}
	return []situation{
		state("pending", pendingDeal, both(""), false),
		state("confirmed by A", confirmedByA, onlyB(saysAgain), false),
		state("confirmed by B", confirmedByB, onlyA(saysAgain), false),
		state("invitation", invitation, both(saysEarly), true),
		state("claimed", claimed, onlyA(saysAgain), false),
	}
}

// activeStates are those in which the parties mark, or dispute.
func activeStates() []situation {
	state := func(mark, name string, complete [2]string, fail string, acts ...func(*scene, string)) situation {
		return status(mark, name, then(activeDeal, acts...), func(n *situation) {
			n.confirm, n.complete, n.dispute = both(saysAgain), complete, both("")
			if fail != saysStatus {
				n.fail = fail
			}
		})
	}
	const no = saysStatus
	return []situation{
		state("🟢", "active", both(""), no),
		state("🔵", "marked by A", onlyB(saysAgain), no, marks(1)),
		state("🔵", "marked by B", onlyA(saysAgain), no, marks(2)),
		state("🟠", "overdue", both(""), saysGrace, late),
		state("🟠", "overdue, marked by A", onlyB(saysAgain), saysGrace, marks(1), late),
		state("🔵", "marked late by B", onlyA(saysAgain), no, late, marks(2)),
		state("🟠", "overdue for long", both(""), "", late, late, late),
		state("🟠", "marked late, then overdue again", onlyA(saysAgain), "", late, marks(2), late, late),
		state("🟢", "dispute withdrawn", both(""), no, disputes(1), withdraws(1)),
		state("🟠", "dispute of an overdue deal withdrawn", onlyA(saysAgain), saysGrace, marks(2), late, disputes(1), withdraws(1)),
		state("🟢", "decided to go on", both(""), no, marks(1), disputes(1), decided("active")),
	}
}

func closedStates() []situation {
	state := func(mark, name string, complete [2]string, reach func(*scene) string) situation {
		return status(mark, name, reach, func(n *situation) { n.confirm, n.complete = both(saysAgain), complete })
	}
	cancelled := func(name string, act func(*scene, string)) situation {
		return status("⚫", name, then(pendingDeal, act), func(*situation) {})
	}
	completed, defaulted := both(saysStatus+"✅"), both(saysStatus+"⛔")
	return []situation{
		state("✅", "completed", both(saysAgain), then(activeDeal, marks(1), marks(2))),
		state("✅", "decided to be completed", completed, then(activeDeal, disputes(2), decided("completed"))),
		state("⛔", "decided to be defaulted", defaulted, then(activeDeal, disputes(1), decided("defaulted b"))),
		state("⛔", "overdue, then defaulted", defaulted, then(activeDeal, late, late, late, decided("defaulted"))),
		cancelled("cancelled", withdrawn),
		cancelled("expired", late),
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

func claimed(s *scene) string {
	made, handle := s.propose("")
	s.callers[2].person.Says("/deal accept " + dashed.FindString(made.Text())).Presses("Confirm").Shows("waiting for the other side")
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

// then goes on from a state by the acts of the parties, of staff, or of the clock.
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
