package deals

import (
	"testing"
	"time"
)

// eachState walks everything that can be done to a deal, at instants around
// every bound, and calls fn with each state that this reaches, once for every
// instant.
func eachState(fn func(d Deal, now time.Time)) (edges map[[2]Status]bool) {
	moments := []time.Duration{
		time.Hour, TTL - tick, TTL, 10*dayLong - tick, 10 * dayLong, 11 * dayLong,
		11*dayLong + Grace - tick, 11*dayLong + Grace, 40 * dayLong,
	}
	type place struct {
		deal Deal
		now  int
	}
	seen, edges := map[place]bool{}, map[[2]Status]bool{}
	open := []place{{proposed(), 0}, {invited(), 0}}
	for len(open) > 0 {
		at := open[0]
		open = open[1:]
		if seen[at] {
			continue
		}
		seen[at] = true
		now := start.Add(moments[at.now])
		fn(at.deal, now)
		if at.now+1 < len(moments) {
			open = append(open, place{at.deal, at.now + 1})
		}
		for _, act := range []Act{ActConfirm, ActClaim, ActCancel, ActComplete, ActSweep} {
			for _, by := range []Side{SideA, SideB} {
				after, _, err := Apply(at.deal, move{act: act, by: by}.command(), now)
				if err != nil {
					continue
				}
				if after.Status != at.deal.Status {
					edges[[2]Status{at.deal.Status, after.Status}] = true
				}
				after.Version = 0 // any number of events may lead to a state
				open = append(open, place{after, at.now})
			}
		}
	}
	return edges
}

func TestReachableStates(t *testing.T) {
	t.Parallel()
	states := 0
	edges := eachState(func(Deal, time.Time) { states++ })
	want := map[[2]Status]bool{
		{Pending, Active}: true, {Pending, Cancelled}: true, {Active, Marked}: true, {Marked, Completed}: true,
		{Active, Overdue}: true, {Marked, Overdue}: true, {Overdue, Marked}: true, {Overdue, Completed}: true,
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
	if states < 100 {
		t.Errorf("only %d states: the walk is broken", states)
	}
}
