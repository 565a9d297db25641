package deals

import (
	"testing"
	"time"
)

// moments are instants around every bound that a deal of ten days can have.
var moments = []time.Duration{
	time.Hour, TTL - tick, TTL, 10*dayLong - tick, 10 * dayLong, 13*dayLong - tick, 13 * dayLong, 40 * dayLong,
}

// mostDisputes bounds the walk: each moves the deal's instants, which makes new
// states for ever. The model test goes further.
const mostDisputes = 1

// everything is all that can be tried on a deal.
func everything() (all []Command) {
	claimer := move{}.command().Claimer
	for _, act := range []Act{ActConfirm, ActClaim, ActCancel, ActComplete, ActDispute, ActWithdraw} {
		for _, by := range []Side{SideA, SideB} {
			all = append(all, Command{Act: act, By: by, Claimer: claimer})
		}
	}
	for _, result := range []Status{Active, Completed} {
		all = append(all, Command{Act: ActResolve, Result: result})
	}
	for _, fault := range []string{"a", "b", "ab"} {
		all = append(all, Command{Act: ActResolve, Result: Defaulted, AtFault: fault})
	}
	return append(all, Command{Act: ActSweep})
}

// step is one accepted command of the walk.
type step struct {
	before, after Deal
	command       Command
	event         Event
	now           time.Time
}

// eachStep walks everything that can be done to a deal, at every moment, and
// calls fn with each accepted command. As in the app, what is due by the clock
// happens before anybody acts.
func eachStep(each func(step), state func(d Deal, now time.Time)) {
	type place struct {
		deal          Deal
		now, disputes int
	}
	seen := map[place]bool{}
	open := []place{{deal: proposed()}, {deal: invited()}}
	commands := everything()
	for len(open) > 0 {
		at := open[len(open)-1]
		open = open[:len(open)-1]
		if seen[at] {
			continue
		}
		seen[at] = true
		now := start.Add(moments[at.now])
		state(at.deal, now)
		if at.now+1 < len(moments) {
			open = append(open, place{at.deal, at.now + 1, at.disputes})
		}
		due := at.deal.SweepDue(now)
		for _, c := range commands {
			if due && c.Act != ActSweep {
				continue
			}
			disputes := at.disputes
			if c.Act == ActDispute {
				disputes++
			}
			after, event, err := Apply(at.deal, c, now)
			if err != nil || disputes > mostDisputes {
				continue
			}
			each(step{at.deal, after, c, event, now})
			after.Version = 0 // any number of events may lead to a state
			open = append(open, place{after, at.now, disputes})
		}
	}
}

// eachState is eachStep for those who only look.
func eachState(fn func(d Deal, now time.Time)) { eachStep(func(step) {}, fn) }

// TestI3OnlyTheEdgesOfTheMachine finds every change of status that there is, and
// no other.
func TestI3OnlyTheEdgesOfTheMachine(t *testing.T) {
	t.Parallel()
	states, edges := 0, map[[2]Status]bool{}
	eachStep(func(s step) {
		if s.before.Status != s.after.Status {
			edges[[2]Status{s.before.Status, s.after.Status}] = true
		}
	}, func(Deal, time.Time) { states++ })
	want := map[[2]Status]bool{
		{Pending, Active}: true, {Pending, Cancelled}: true, {Active, Marked}: true, {Marked, Completed}: true,
		{Active, Overdue}: true, {Marked, Overdue}: true, {Overdue, Marked}: true, {Overdue, Completed}: true,
		{Active, Disputed}: true, {Marked, Disputed}: true, {Overdue, Disputed}: true,
		{Disputed, Active}: true, {Disputed, Marked}: true, {Disputed, Overdue}: true,
		{Disputed, Completed}: true, {Disputed, Defaulted}: true, {Overdue, Defaulted}: true,
	}
	for edge := range want {
		if !edges[edge] {
			t.Errorf("%s never becomes %s", edge[0], edge[1])
		}
	}
	for edge := range edges {
		if !want[edge] {
			t.Errorf("%s becomes %s", edge[0], edge[1])
		}
	}
	if states < 1000 {
		t.Errorf("only %d states: the walk is broken", states)
	}
	t.Logf("%d states, %d edges", states, len(edges))
}

// TestI14TimeAndAMediatorEndAnyDeal finds no state that is stuck, however long
// nothing ran.
func TestI14TimeAndAMediatorEndAnyDeal(t *testing.T) {
	t.Parallel()
	eachState(func(d Deal, now time.Time) {
		for tries := 0; d.Status.Open(); tries++ {
			c := Command{Act: ActSweep}
			switch d.Status {
			case Disputed:
				c = Command{Act: ActResolve, Result: Completed}
			case Overdue:
				c, now = Command{Act: ActResolve, Result: Defaulted, AtFault: Both}, latest(now, d.OverdueAt.Add(Grace))
			default:
				now = latest(now, d.SweepAt())
			}
			after, _, err := Apply(d, c, now)
			if err != nil || tries > 4 {
				t.Fatalf("stuck in %s: %v", d.Status, err)
			}
			d = after
		}
	})
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
