package reminders

import (
	"errors"
	"testing"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

const hour = time.Hour

// one returns the only news of a person.
func (w *world) one(person int, words ...string) {
	w.t.Helper()
	news := w.news(person)
	if len(news) != 1 {
		w.t.Fatalf("person %d got %d messages, want one", person, len(news))
	}
	news[0].Shows(words...)
}

func (w *world) quiet(people ...int) {
	w.t.Helper()
	for _, person := range people {
		if news := w.news(person); len(news) > 0 {
			w.t.Fatalf("person %d is told:\n%s", person, news[0].Text())
		}
	}
}

func TestTiers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	d := w.agree(0, 1, 72*hour)
	w.pass(23 * hour)
	w.quiet(0, 1)
	w.pass(hour)
	w.one(0, "A deal of yours ends soon", "⏰ Due within 48 hours", "#"+d.Handle)
	w.one(1, "⏰")
	w.pass(hour)
	w.quiet(0, 1)
	d.A.Done = true
	w.become(d)
	w.pass(23 * hour)
	w.quiet(0)
	w.one(1, "🔶 Urgent")
	w.pass(20 * hour)
	w.quiet(0, 1)
}

func TestTiersPastAtTheBeginningAreSkipped(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.agree(0, 1, 30*hour)
	w.agree(0, 1, 10*hour)
	w.pass(hour)
	w.quiet(0, 1)
	w.pass(5 * hour)
	w.one(0, "🔶")
	w.pass(20 * hour)
	w.quiet(0)
}

func TestOfSeveralDueTheMostUrgentIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.agree(0, 1, 100*hour)
	w.pass(80 * hour) // nothing ran meanwhile
	news := w.news(0)
	if len(news) != 1 || !news[0].Has("🔶") || news[0].Has("⏰") {
		t.Fatalf("got %d messages", len(news))
	}
	w.pass(10 * hour)
	w.quiet(0)
}

func TestOneMessageListsAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	for i := range 6 {
		w.agree(0, 1+i%2, time.Duration(60+i)*hour)
	}
	w.agree(0, 1, 30*hour)
	w.Clock.Advance(17 * hour)
	w.Restart()
	w.pass(time.Minute)
	news := w.news(0)
	if len(news) != 1 {
		t.Fatalf("got %d messages", len(news))
	}
	news[0].Shows("7 deals of yours end soon", "🔶", "⏰", "#00000001", "#00000006", "#00000007")
	buttons := news[0].Buttons()
	for _, label := range []string{"Mark #00000007 complete", "View #00000001", "💤 Snooze #00000003", "All my deals"} {
		if buttons[label] == "" {
			t.Errorf("no button %q among %v", label, buttons)
		}
	}
	if len(buttons) != 3*mostRows+1 {
		t.Errorf("%d buttons", len(buttons))
	}
}

func TestACommunitysTurn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.every = 24 * hour
	w.agree(0, 1, 72*hour) // from 9:00; 48 hours before is at 9:00 tomorrow
	w.pass(24 * hour)
	w.quiet(0)
	w.pass(15*hour - time.Minute)
	w.quiet(0)
	w.pass(time.Minute)
	w.one(0, "⏰")
	// A shorter time between runs is seen soon.
	w.agree(0, 1, 72*hour)
	w.pass(25 * hour)
	w.news(0)
	w.agree(0, 1, 49*hour)
	w.pass(2 * hour)
	w.quiet(0)
	w.mu.Lock()
	w.every = 5 * time.Minute
	w.mu.Unlock()
	w.pass(lookAgain)
	w.one(0, "⏰")
}

func TestWhoWantsNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.write(func(tx *store.Tx) error { return accounts.SetNotices(tx, w.ids[0], false, true, 0) })
	w.agree(0, 1, 72*hour)
	w.pass(25 * hour)
	w.quiet(0)
	w.write(func(tx *store.Tx) error { return accounts.SetNotices(tx, w.ids[0], true, true, 0) })
	w.pass(hour)
	w.quiet(0) // that one is over
	w.pass(23 * hour)
	w.one(0, "🔶")
}

func TestI24UnknownOutcomesAreNotRepeated(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	sends := 0
	w.D.FailWith(func(chat.Delivery) error {
		sends++
		return &chat.SendError{Class: chat.Unknown, Err: errors.New("no answer")}
	})
	w.agree(0, 1, 72*hour)
	for range 5 {
		w.pass(5 * hour)
	}
	w.D.FailWith(nil)
	w.Restart()
	w.pass(hour)
	w.quiet(0)
	if sends != 1 {
		t.Errorf("%d attempts at what may have arrived", sends)
	}
}

// Many people take more than one transaction, and are one run all the same.
func TestManyPeople(t *testing.T) {
	t.Parallel()
	const people = 2*atOnce + 4
	w := newWorld(t, people)
	for i := 0; i < people; i += 2 {
		w.agree(i, i+1, 72*hour)
		w.agree(i, i+1, 72*hour)
	}
	w.pass(24 * hour)
	for i := range people {
		w.one(i, "2 deals")
	}
}

func TestLinkedAccountsKeepTheirReminders(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	d := w.agree(0, 1, 72*hour)
	ref, from, to := w.people[1].User.Ref, w.ids[1], w.ids[2]
	w.write(func(tx *store.Tx) error { return w.service.moved(tx, ref, from, to) })
	d.B.Person = to
	w.set(d)
	w.pass(24 * hour)
	w.quiet(1)
	w.one(2, "⏰")
}

// A deal that nobody told of, such as one from before there were reminders, is
// found by the next pass.
func TestMend(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	working, disputed := w.draft(0, 1, w.Clock.Now().Add(90*hour)), w.draft(0, 1, w.Clock.Now().Add(500*hour))
	working.Phase, disputed.Phase, disputed.Since = Working, Disputed, w.Clock.Now().Add(-100*hour)
	w.staff = []string{w.ids[1]}
	w.set(working)
	w.set(disputed)
	w.pass(15 * hour) // midnight
	w.pass(time.Minute)
	w.one(1, "⚖️", "#"+disputed.Handle)
	w.pass(30 * hour)
	w.one(0, "⏰", "#"+working.Handle)
	w.news(1)
	w.pass(48 * hour)
	for _, screen := range w.news(1) {
		if screen.Has("⚖️") {
			t.Error("the mediator is called twice")
		}
	}
}
