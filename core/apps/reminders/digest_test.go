package reminders

import (
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/store"
)

func contains(words, want string) bool { return strings.Contains(words, want) }

// weekend is a world with digests on a Saturday at noon, with an open deal that
// is far from due.
func weekend(t *testing.T, people int) *world {
	t.Helper()
	w := newWorld(t, people)
	w.weekly = true
	w.pass(27 * hour)
	for i := 0; i+1 < people; i += 2 {
		w.agree(i, i+1, 900*hour)
	}
	return w
}

func TestDigest(t *testing.T) {
	t.Parallel()
	w := weekend(t, 4)
	w.end(w.agree(2, 3, 900*hour))
	w.pass(12*hour - time.Minute)
	w.quiet(0, 1, 2, 3)
	w.pass(time.Minute)
	w.one(0, "📋", "You have one open deal", "👉 your turn", "In all, each unit for itself: 500.00 USD")
	w.one(3, "one open deal")
	w.news(1)
	w.news(2)
	w.Restart()
	w.pass(24 * hour)
	w.quiet(0, 1, 2, 3)
	w.pass(5*24*hour + 23*hour)
	w.quiet(0, 1, 2, 3)
	w.pass(hour)
	w.one(0, "📋")
}

func TestDigestAtTheHourAndZoneOfItsReader(t *testing.T) {
	t.Parallel()
	w := weekend(t, 2)
	w.write(func(tx *store.Tx) error {
		if err := accounts.SetZone(tx, w.ids[0], "Europe/Berlin"); err != nil {
			return err
		}
		return accounts.SetNotices(tx, w.ids[0], true, true, 9)
	})
	w.pass(19 * hour)
	w.quiet(0)
	// Moving the hour while it waits moves the digest, and gives no second one.
	w.write(func(tx *store.Tx) error { return accounts.SetNotices(tx, w.ids[0], true, true, 11) })
	w.pass(hour)
	w.quiet(0)
	w.pass(2 * hour)
	w.one(0, "📋")
	w.write(func(tx *store.Tx) error { return accounts.SetNotices(tx, w.ids[0], true, true, 20) })
	w.pass(12 * hour)
	w.quiet(0)
}

func TestDigestIsAtMostADayLate(t *testing.T) {
	t.Parallel()
	for outage, want := range map[time.Duration]int{12*hour + 24*hour - time.Minute: 1, 12*hour + 24*hour: 0} {
		w := weekend(t, 2)
		w.pass(outage)
		if news := w.news(0); len(news) != want {
			t.Errorf("after %s: %d digests", outage, len(news))
		}
	}
}

func TestDigestIsForWhoWantsIt(t *testing.T) {
	t.Parallel()
	w := weekend(t, 2)
	w.write(func(tx *store.Tx) error { return accounts.SetNotices(tx, w.ids[0], true, false, 0) })
	w.pass(12 * hour)
	w.quiet(0)
	w.one(1, "📋")
	w.mu.Lock()
	w.weekly = false
	w.mu.Unlock()
	w.pass(7 * 24 * hour)
	w.quiet(0, 1)
}

// More people than one transaction of a pass takes.
func TestDigestForMany(t *testing.T) {
	t.Parallel()
	const people = 2*passed + 2
	w := weekend(t, people)
	w.pass(12 * hour)
	for i := range people {
		w.one(i, "📋")
	}
}

// Whoever links two accounts on a Sunday had the digest if either had it.
func TestDigestOfLinkedAccounts(t *testing.T) {
	t.Parallel()
	w := weekend(t, 3)
	w.write(func(tx *store.Tx) error { return accounts.SetNotices(tx, w.ids[2], true, true, 14) })
	w.pass(12 * hour)
	w.one(0, "📋")
	ref, from, to := w.people[0].User.Ref, w.ids[0], w.ids[2]
	for _, d := range w.where(func(Deal) bool { return true }) {
		d.A.Person = to
		w.set(d)
	}
	w.write(func(tx *store.Tx) error { return w.service.moved(tx, ref, from, to) })
	w.pass(15 * hour)
	w.quiet(0, 2)
}

func TestDigestIsForgottenAfterAWhile(t *testing.T) {
	t.Parallel()
	w := weekend(t, 2)
	kept := func() (n int) {
		w.write(func(tx *store.Tx) error { return tx.SQL().Row(`SELECT count(*) FROM reminders_digests`, nil, &n) })
		return n
	}
	w.pass(12 * hour)
	for range 12 {
		w.pass(7 * 24 * hour)
	}
	if n := kept(); n < 2*8 || n > 2*10 {
		t.Errorf("%d digests are remembered", n)
	}
}
