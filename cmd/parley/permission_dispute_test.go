package main

// disputedStates are those that a mediator ends, or the one who disputed.
func disputedStates() []situation {
	state := func(name string, withdraw [2]string, acts ...func(*scene, string)) situation {
		return status("🔴", name, then(activeDeal, acts...), func(n *situation) {
			n.confirm, n.withdraw, n.decide, n.fail = both(saysAgain), withdraw, "", ""
			for side := range withdraw {
				if withdraw[side] != saysNotOpener {
					n.dispute[side] = saysAgain
				}
			}
		})
	}
	byA, byB := onlyA(saysNotOpener), onlyB(saysNotOpener)
	return []situation{
		state("disputed by A", byA, disputes(1)),
		state("disputed by B, who had marked", byB, marks(2), disputes(2)),
		state("disputed by A, both having been late", byA, late, disputes(1)),
		state("disputed by B for the third time", [2]string{saysNotOpener, saysThird},
			disputes(2), withdraws(2), disputes(2), withdraws(2), disputes(2)),
	}
}

func disputes(caller int) func(*scene, string) {
	return func(s *scene, handle string) {
		s.callers[caller].person.Says("/deal dispute " + handle + " It was never paid.").Shows("Nothing counts until it is settled.")
	}
}

func withdraws(caller int) func(*scene, string) {
	return func(s *scene, handle string) {
		s.callers[caller].person.Says("/deal withdraw " + handle).Shows(handle)
	}
}

// decided has the mediator decide, from the direct chat.
func decided(result string) func(*scene, string) {
	return func(s *scene, handle string) {
		s.callers[3].person.Says("/admin resolve " + handle + " " + result).Shows(handle)
	}
}
