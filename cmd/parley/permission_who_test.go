package main

// Who may, by what the table of rights says. Each answers in which words a caller
// is refused, and "" where they are not.

func all(caller, string, situation) string { return "" }

func nobody(says string) func(caller, string, situation) string {
	return func(caller, string, situation) string { return says }
}

func idle(caller, string, situation) string { return saysIdle }

// allButA: whoever made an invitation cannot take it.
func allButA(c caller, _ string, _ situation) string {
	if c.side == 0 {
		return saysNoOffer
	}
	return ""
}

// parties may, as far as the deal's state allows it to each of them. To others
// the deal does not exist, staff or not.
func parties(state func(now situation, side int) string) func(caller, string, situation) string {
	return func(c caller, _ string, now situation) string {
		if !now.party(c) {
			return saysMissing
		}
		return state(now, c.side)
	}
}

// partnered is a party whose deal has another one.
func partnered(c caller, _ string, now situation) string {
	if !now.party(c) || now.alone {
		return saysMissing
	}
	return ""
}

// unbound is who has no open deal. The rows before it have left one to the parties.
func unbound(c caller, _ string, _ situation) string {
	if c.side != noSide {
		return saysBound
	}
	return ""
}

// partiesAndStaff: staff of the deal's community, wherever they type it.
func partiesAndStaff(c caller, _ string, now situation) string {
	if now.party(c) || c.judges() {
		return ""
	}
	return saysMissing
}

// judges are staff of the deal's community, as far as the deal's state allows it.
// A party never judges; to staff of another community the deal does not exist.
func judges(state func(now situation) string) func(caller, string, situation) string {
	return func(c caller, _ string, now situation) string {
		switch {
		case now.party(c):
			return saysOwnJudge
		case c.judges():
			return state(now)
		}
		return saysMissing
	}
}

// judges reports whether somebody is staff of the community where deals are made.
func (c caller) judges() bool { return c.owner || c.staffOf == "harbor" }

func spaces(_ caller, space string, _ situation) string {
	if space == "" {
		return saysSpace
	}
	return ""
}

// staff of where it is typed. In the direct chat that is the owner.
func staff(c caller, space string, _ situation) string {
	if c.owner || (space != "" && c.staffOf == space) {
		return ""
	}
	return saysRole
}

// administrators of where it is typed.
func administrators(c caller, space string, _ situation) string {
	switch {
	case space == "":
		return saysSpace
	case c.owner || (c.admin && c.staffOf == space):
		return ""
	}
	return saysRole
}

func owners(c caller, _ string, _ situation) string {
	if c.owner {
		return ""
	}
	return saysRole
}
