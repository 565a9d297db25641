package reminders

import (
	"testing"
	"time"
)

func TestSnooze(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	d := w.agree(0, 1, 72*hour)
	w.pass(24 * hour)
	ask := w.news(0)[0].Presses("💤 Snooze").Shows("For how long", "#"+d.Handle)
	ask.Presses("1 day").Shows("No reminders of deal #" + d.Handle)
	w.news(1)
	w.pass(24 * hour)
	w.one(0, "🔶")
	w.one(1, "🔶") // the other side asked for no quiet

	// Quiet beyond the end says so.
	w.agree(0, 1, 60*hour)
	w.pass(12 * hour)
	w.news(1)
	ask = w.news(0)[0].Presses("💤 Snooze")
	ask.Presses("3 days").Shows("⚠️ It ends", "counts as overdue")
	w.pass(40 * hour)
	w.quiet(0)
	w.one(1, "🔶")
}

func TestSnoozeOfOneDealLeavesTheOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	one, two := w.agree(0, 1, 72*hour), w.agree(0, 1, 73*hour)
	w.pass(25 * hour)
	w.news(0)[0].Presses("💤 Snooze #" + one.Handle).Presses("3 days")
	w.pass(24 * hour)
	news := w.news(0)
	if len(news) != 1 || news[0].Has(one.Handle) || !news[0].Has(two.Handle) {
		t.Fatalf("got %d messages", len(news))
	}
}

func TestSnoozeWithNothingToRemindOf(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	d := w.agree(0, 1, 72*hour)
	w.pass(24 * hour)
	screen := w.news(0)[0]
	d.A.Done = true
	w.become(d)
	screen.Presses("💤 Snooze").Shows("There is nothing to remind you of in deal #" + d.Handle)
	w.become(Deal{ID: d.ID, Handle: d.Handle, Phase: Overdue, Since: w.Clock.Now(), A: d.A, B: d.B})
	w.news(1)[0].Presses("💤 Snooze").Shows("nothing to remind you of")
	if screen.PressedBy(w.people[2], "💤 Snooze").Has("For how long") {
		t.Error("somebody else snoozes it")
	}
}

// Quiet ends with what it was about: a deal that was disputed and goes on starts
// anew.
func TestSnoozeEndsWithAChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	d := w.agree(0, 1, 60*hour)
	w.pass(12 * hour)
	w.news(0)[0].Presses("💤 Snooze").Presses("3 days")
	d = w.move(d, Disputed)
	w.pass(time.Hour)
	d.Phase, d.DueAt = Working, w.Clock.Now().Add(49*hour)
	w.become(d)
	w.pass(hour)
	w.one(0, "⏰")
}
