package house

import (
	"testing"

	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/apps/rep"
)

// What a cancelled deal says is said of those who wanted it: nobody can fill a
// stranger's card by proposing deals and taking them back.
func TestOnlyWhoWantedADealCancelsIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		b    deals.Party
		want string
	}{
		"asked":     {deals.Party{Person: "ben"}, "ann"},
		"confirmed": {deals.Party{Person: "ben", Confirmed: true}, "annben"},
		"nobody":    {deals.Party{}, ""},
	} {
		d := deals.Deal{A: deals.Party{Person: "ann"}, B: test.b, Status: deals.Pending}
		after := d
		after.Status = deals.Cancelled
		got := ""
		for _, f := range facts(deals.Happening{Before: d, After: after, Event: deals.Event{Type: deals.EventCancelled}}) {
			if f.Kind != rep.Cancelled {
				t.Errorf("%s: %+v", name, f)
			}
			got += f.Person
		}
		if got != test.want {
			t.Errorf("%s: counts for %q, want %q", name, got, test.want)
		}
	}
}
