package frontendtest

import "testing"

// check is one promise of chat.Frontend.
type check struct {
	name string
	test func(*testing.T, func(*testing.T) Platform)
}

// Run checks every promise of chat.Frontend against a platform's double; open
// returns a new one each time. Call it from a test that is not parallel: one
// of the checks counts the goroutines of the process.
func Run(t *testing.T, open func(*testing.T) Platform) {
	t.Helper()
	t.Run("stops without a trace", func(t *testing.T) { stops(t, open) })
	for _, c := range checks() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.test(t, open)
		})
	}
}

func checks() []check {
	return []check{
		{"capabilities are sane", capabilitiesAreSane},
		{"start links hold to the alphabet", startLinks},
		{"commands reach the core", commands},
		{"mentions name the person", mentions},
		{"answers reach the core", answersReach},
		{"talk in a group is not the bot's business", groupTalk},
		{"public answers are public", publicAnswer},
		{"answers for the caller stay with the caller", callerAnswer},
		{"direct answers go to the direct chat", directAnswer},
		{"a caller without direct chat loses nothing to others", unreachableCaller},
		{"added words are the reader's", locales},
		{"buttons carry their tokens", presses},
		{"selects degrade", selects},
		{"forms come back", forms},
		{"answers replace", replaces},
		{"a replacement never widens", replacesNarrow},
		{"long texts arrive whole", longText},
		{"hostile text is literal", hostile},
		{"files arrive", files},
		{"one person's acts stay in order", order},
		{"what was not recorded comes again", redelivery},
		{"notifications arrive in order", sends},
		{"failed sends have a class", sendClasses},
		{"a repeated delivery is known", idempotent},
		{"an ended context sends nothing", sendCancelled},
		{"messages can be edited", edits},
	}
}
