package main

// rule is a line of the table of rights: a command, how it is typed, and who may
// give it. The table is written from the specification of deals, chapters 2 and 3,
// and from the issues; it does not look at the code. A command that is refused for
// other reasons with other arguments has several rows.
type rule struct {
	path string
	line string
	// want says in which words a caller is refused; "" is allowed.
	want func(c caller, space string, now situation) string
	// before and after are typed by the caller around an allowed line, so that it
	// can be given again.
	before, after string
	keeps         bool // an allowed line changes nothing
	logged        bool // but who is no party is logged
	spends        bool // an allowed line brings the deal into another state
}

// rights has a row for every command. "{deal}" is the deal at hand, "{fresh}" a
// word that was never used, "{linked}" an account that is linked to another one.
func rights() []rule {
	var all []rule
	for _, some := range [][]rule{dealRights(), judgeRights(), ownRights(), communityRights(), staffRights(), ownerRights(), hiddenRights()} {
		all = append(all, some...)
	}
	return all
}

func dealRights() []rule {
	return []rule{
		{path: "deal start", line: "/deal start test-d:tom", want: all, after: "/cancel"},
		{path: "deal accept", line: "/deal accept {invitation}", want: allButA, keeps: true},
		{path: "deal confirm", line: "/deal confirm {deal}", want: parties(situation.onConfirm), spends: true},
		{path: "deal cancel", line: "/deal cancel {deal} No more.", want: parties(situation.onCancel), spends: true},
		{path: "deal complete", line: "/deal complete {deal}", want: parties(situation.onComplete), spends: true},
		{path: "deal dispute", line: "/deal dispute {deal} It was never paid.", want: parties(situation.onDispute), spends: true},
		{path: "deal withdraw", line: "/deal withdraw {deal}", want: parties(situation.onWithdraw), spends: true},
		{path: "deal note", line: "/deal note {deal} Hello.", want: parties(always)},
		{path: "deal view", line: "/deal view {deal}", want: partiesAndStaff, keeps: true, logged: true},
		{path: "deal search", line: "/deal search {deal}", want: parties(always), keeps: true},
		{path: "deal receipt", line: "/deal receipt {deal}", want: parties(always), keeps: true},
		{path: "deal list", line: "/deal list", want: all, keeps: true},
		{path: "deal block", line: "/deal block test-d:tom", want: all, after: "/deal unblock test-d:tom"},
		{path: "deal unblock", line: "/deal unblock test-d:tom", want: all, before: "/deal block test-d:tom"},
	}
}

func judgeRights() []rule {
	return []rule{
		{path: "admin resolve", line: "/admin resolve {deal} active", want: judges(situation.onDecision), spends: true},
		{path: "admin resolve", line: "/admin resolve {deal} completed", want: judges(situation.onDecision), spends: true},
		{path: "admin resolve", line: "/admin resolve {deal} defaulted a", want: judges(situation.onDefault), spends: true},
	}
}

// ownRights are what everybody may, for it concerns nobody else, and the cards of
// reputation, which are anybody's but for their details.
func ownRights() []rule {
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
		{path: "rep", line: "/rep", want: all, keeps: true},
		{path: "rep", line: "/rep details=yes", want: all, keeps: true},
		{path: "rep", line: "/rep test-d:tom", want: all, keeps: true},
		{path: "rep", line: "/rep test-d:tom details=yes", want: nobody(saysOwnOnly)},
		{path: "rep", line: "/rep deal_id={deal}", want: partnered, keeps: true},
		{path: "rep", line: "/rep deal:{deal}", want: partnered, keeps: true},
		{path: "export_data", line: "/export_data", want: all, keeps: true},
		{path: "erase_data", line: "/erase_data", want: unbound, keeps: true},
		{path: "rate_limits view", line: "/rate_limits view", want: all, keeps: true},
	}
}

// hiddenRights are what only buttons do. Nobody can give them otherwise; whom
// each button serves is the next test's.
func hiddenRights() []rule {
	var rules []rule
	for _, path := range []string{
		"wizard answer", "wizard back", "wizard cancel", "wizard open", "wizard form", "wizard continue", "wizard anew",
		"wizard change", "wizard say", "deal done", "deal suggest", "deal edit", "deal claim", "deal settle", "deal log", "deal page",
		"link confirm", "link decline", "link undo", "notifications hour", "rep show", "unit rate off", "remind snooze",
		"erase_data now", "erase_data keep", "admin erase now",
		"community join now", "community leave now", "community not now",
	} {
		rules = append(rules, rule{path: path, want: nobody(saysUnknown)})
	}
	return rules
}
