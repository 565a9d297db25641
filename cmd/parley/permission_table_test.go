package main

// rule is a line of the table of rights: a command, how it is typed, and who may
// give it. The table is written from the specification of deals, chapters 2 and 3,
// and from the issue; it does not look at the code.
type rule struct {
	path string
	line string
	// want says in which words a caller is refused; "" is allowed.
	want func(c caller, space string, now situation) string
	// before and after are typed by the caller around an allowed line, so that it
	// can be given again. keeps tells that an allowed line changes nothing.
	before, after string
	keeps         bool
}

// rights has a row for every command. "{deal}" is the deal at hand.
func rights() []rule {
	return append(append(dealRights(), otherRights()...), hiddenRights()...)
}

func dealRights() []rule {
	return []rule{
		{path: "deal start", line: "/deal start test-d:tom", want: all, after: "/cancel"},
		{path: "deal accept", line: "/deal accept {invitation}", want: allButA, keeps: true},
		{path: "deal confirm", line: "/deal confirm {deal}", want: parties(situation.onConfirm)},
		{path: "deal cancel", line: "/deal cancel {deal} No more.", want: parties(situation.onCancel)},
		{path: "deal complete", line: "/deal complete {deal}", want: parties(situation.onComplete)},
		{path: "deal note", line: "/deal note {deal} Hello.", want: parties(always)},
		{path: "deal view", line: "/deal view {deal}", want: partiesAndStaff, keeps: true},
		{path: "deal search", line: "/deal search {deal}", want: parties(always), keeps: true},
		{path: "deal list", line: "/deal list", want: all, keeps: true},
		{path: "deal block", line: "/deal block test-d:tom", want: all, after: "/deal unblock test-d:tom"},
		{path: "deal unblock", line: "/deal unblock test-d:tom", want: all, before: "/deal block test-d:tom"},
	}
}

func otherRights() []rule {
	return []rule{
		{path: "help", line: "/help", want: all, keeps: true},
		{path: "about", line: "/about", want: all, keeps: true},
		{path: "ping", line: "/ping", want: all, keeps: true},
		{path: "start", line: "/start", want: all, keeps: true},
		{path: "cancel", line: "/cancel", want: idle},
		{path: "whoami", line: "/whoami", want: all, keeps: true},
		{path: "language", line: "/language en", want: all, after: "/language auto"},
		{path: "timezone", line: "/timezone Asia/Dubai", want: all, after: "/timezone auto"},
		{path: "notifications", line: "/notifications digest=no", want: all, after: "/notifications digest=yes"},
		{path: "link", line: "/link", want: all},
		{path: "mediators", line: "/mediators", want: spaces, keeps: true},
		{path: "community show", line: "/community show", want: spaces, keeps: true},
		{path: "community link", line: "/community link", want: administrators},
		{path: "community join", line: "/community join {community}", want: administrators, keeps: true},
		{path: "community leave", line: "/community leave", want: administrators, keeps: true},
		{path: "admin mediator add", line: "/admin mediator add test-d:tom", want: administrators, after: "/admin mediator remove test-d:tom"},
		{path: "admin mediator remove", line: "/admin mediator remove test-d:tom", want: administrators, before: "/admin mediator add test-d:tom"},
		{path: "admin timezone", line: "/admin timezone Asia/Dubai", want: administrators, after: "/admin timezone UTC"},
		{path: "admin block", line: "/admin block test-d:tom", want: owners, after: "/admin unblock test-d:tom"},
		{path: "admin unblock", line: "/admin unblock test-d:tom", want: owners, before: "/admin block test-d:tom"},
	}
}

// hiddenRights are what only buttons do. Nobody can give them otherwise; whom
// each button serves is the next test's.
func hiddenRights() []rule {
	var rules []rule
	for _, path := range []string{
		"wizard answer", "wizard back", "wizard cancel", "wizard open", "wizard form", "wizard continue", "wizard anew",
		"wizard change", "wizard say", "deal done", "deal suggest", "deal edit", "deal claim", "deal log", "deal page",
		"link confirm", "link decline", "link undo", "notifications hour",
		"community join now", "community leave now", "community not now",
	} {
		rules = append(rules, rule{path: path, want: func(caller, string, situation) string { return saysUnknown }})
	}
	return rules
}

func all(caller, string, situation) string { return "" }

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

// partiesAndStaff: staff of the deal's community, wherever they type it.
func partiesAndStaff(c caller, _ string, now situation) string {
	if now.party(c) || c.owner || c.staffOf == "harbor" {
		return ""
	}
	return saysMissing
}

func spaces(_ caller, space string, _ situation) string {
	if space == "" {
		return saysSpace
	}
	return ""
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
