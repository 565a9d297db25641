package deals

import (
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/money"
	"github.com/parleybot/parley/core/store"
)

func usdTerms() Terms {
	due := civil.Date{Year: 2026, Month: 3, Day: 11}
	return Terms{
		Network: "TikTok", Type: "gifting", Amount: money.Amount{Minor: 50000, Unit: "USD", Scale: 2}, Rated: true, Points: 50000,
		DueDate: due, Zone: "America/Santiago", DueAt: time.Date(2026, 3, 12, 3, 0, 0, 0, time.UTC),
	}
}

// TestEventDetails freezes what the events of a deal say: their bytes are
// hashed, and proofs of them are kept for ever.
func TestEventDetails(t *testing.T) {
	t.Parallel()
	d := Deal{Terms: usdTerms(), A: Party{Person: "ann"}, B: Party{Person: "ben"}}
	unrated := d
	unrated.B, unrated.Rated, unrated.Points = Party{}, false, 0
	unrated.Amount = money.Amount{Minor: 1000, Unit: "DIAMONDS"}
	for want, test := range map[string]struct {
		deal  Deal
		event Event
	}{
		`"d":{"network":"TikTok","type":"gifting","amount":"50000","unit":"USD","scale":2,"points":"50000",` +
			`"due_date":"2026-03-11","zone":"America/Santiago","due_at":1773284400000,"a":"p:ann","b":"p:ben"}`: {d, Event{Type: EventCreated}},
		`"amount":"1000","unit":"DIAMONDS","scale":0,"points":"",` +
			`"due_date":"2026-03-11","zone":"America/Santiago","due_at":1773284400000,"a":"p:ann","b":""}`: {unrated, Event{Type: EventCreated}},
		`"type":"deal.confirmed","deal":"id","deal_seq":1,"prev":"","from":"pending_confirmation","to":"active",` +
			`"actor":"p:ann","as":"party_a","community":"","via":"x",`: {d, Event{Type: EventConfirmed, By: SideA, From: Pending, To: Active}},
		`"as":"party_b","community":"","via":"x","req":"`: {d, Event{Type: EventMarked, By: SideB}},
		`"d":{"party":"b"}`:                                      {d, Event{Type: EventNoted, By: SideB}},
		`"d":{"b":"p:ben"}`:                                      {d, Event{Type: EventClaimed, By: SideB}},
		`"d":{"cause":"change"}`:                                 {d, Event{Type: EventCancelled, By: SideB, Cause: ForChange}},
		`"actor":"system","as":"system"`:                         {d, Event{Type: EventCancelled, Cause: Expired}},
		`"d":{"cause":"expired"}`:                                {d, Event{Type: EventCancelled, Cause: Expired}},
		`"actor":"p:ann","as":"mediator"`:                        {d, Event{Type: EventResolved, Result: Completed}},
		`"d":{"party":"a"}`:                                      {d, Event{Type: EventDisputed, By: SideA}},
		`"d":{"party":"a","penalty":"b","due_at":1773284400000}`: {d, Event{Type: EventWithdrawn, By: SideA, Penalty: "b"}},
		`"d":{"result":"defaulted","at_fault":"ab","due_date":"","due_at":0}`:                  {d, Event{Type: EventResolved, Result: Defaulted, Default: Both}},
		`"d":{"result":"active","at_fault":"","due_date":"2026-03-11","due_at":1773284400000}`: {d, Event{Type: EventResolved, Result: Active}},
		`"d":{"penalty":"ab"}`: {d, Event{Type: EventOverdue, Penalty: "ab"}},
		`"d":{"penalty":""}`:   {d, Event{Type: EventOverdue}},
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			if got := recorded(t, test.deal, test.event); !strings.Contains(got, want) {
				t.Errorf("event %s\nlacks %s", got, want)
			}
		})
	}
}

// recorded returns the bytes that an event is logged as.
func recorded(t *testing.T, d Deal, e Event) (payload string) {
	t.Helper()
	r := newRig(t, Options{})
	d.ID, e.Version = "id", 1
	r.write(func(tx *store.Tx) error {
		if err := r.book.record(tx, origin{person: "ann", via: "x", key: "k", role: "mediator"}, Deal{}, d, e); err != nil {
			return err
		}
		events, err := audit.OfDeal(tx, "id")
		payload = string(events[0].Payload)
		return err
	})
	return payload
}

func TestEventBytes(t *testing.T) {
	t.Parallel()
	d := Deal{Terms: usdTerms(), Community: "c", A: Party{Person: "ann"}, B: Party{Person: "ben"}}
	got := recorded(t, d, Event{Type: EventOverdue, From: Marked, To: Overdue, Penalty: "a"})
	// The log's name is random, and seeded here.
	const want = `{"v":1,"log":"LOG","seq":1,"at":1772355600000,"type":"deal.overdue","deal":"id","deal_seq":1,"prev":"",` +
		`"from":"pending_completion","to":"overdue","actor":"system","as":"system","community":"c","via":"x",` +
		`"req":"8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a","policy":"open","d":{"penalty":"a"},"c":[]}`
	name := got[len(`{"v":1,"log":"`):strings.Index(got, `","seq"`)]
	if got := strings.Replace(got, name, "LOG", 1); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
