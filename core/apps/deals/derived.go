package deals

import "github.com/parleybot/parley/core/store"

// derived is what the tables hold of a deal beside the deal itself, so that
// timers, lists and limits find it without reading all of them.
type derived struct {
	sweepAt, whole int64
	a, b           derivedParty
}

// derivedParty is how a deal is listed for one party; zero where there is none.
type derivedParty struct {
	there              bool
	counts             int   // as slot says; notCounted once it is closed
	disputedAt         int64 // UTC ms; of the last dispute, 0 for none
	community, network string
}

const notCounted = -1

// derive is what has to be kept of a deal, whose parties disputed at those times.
func derive(d Deal, disputed map[Side]int64) derived {
	party := func(side Side) derivedParty {
		p := derivedParty{there: true, counts: notCounted, disputedAt: disputed[side], community: d.Community, network: d.Network}
		counts, open := slot(d, side).(bool)
		switch {
		case open && counts:
			p.counts = 1
		case open:
			p.counts = 0
		}
		return p
	}
	k := derived{sweepAt: store.Millis(d.SweepAt()), whole: unratedWhole(d.Terms), a: party(SideA)}
	if d.Claimed() {
		k.b = party(SideB)
	}
	return k
}
