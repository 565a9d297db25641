package reminders

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/bot/bottest"
)

// duo is the real deals app beside this one, with two people who make deals and
// one who mediates.
type duo struct {
	*bottest.Stage
	t                 testing.TB
	alice, bob, carol *bottest.Person
	heard             map[*bottest.Person]int
}

func newDuo(t *testing.T) *duo {
	t.Helper()
	d := &duo{t: t, Stage: bottest.New(t, joined(deals.Options{}, 30*time.Minute)...), heard: map[*bottest.Person]int{}}
	d.alice, d.bob, d.carol = d.Person(bottest.T, "alice"), d.Person(bottest.T, "bob"), d.Person(bottest.T, "carol")
	for _, p := range []*bottest.Person{d.alice, d.bob, d.carol} {
		p.Says("/ping")
	}
	d.alice.In("agency").Says("/ping")
	d.carol.In("agency").With("DealMediator").Says("/ping")
	d.Settle()
	return d
}

// agree makes an active deal that ends with a day.
func (d *duo) agree(day string) {
	d.t.Helper()
	d.alice.Says("/deal_start test-t:bob")
	var review bottest.Screen
	for _, answer := range []string{"TikTok", "alice_tt", "bob_tt", "gifting", "500 USD", day} {
		review = d.alice.Says(answer)
	}
	review.Presses("Create and confirm")
	d.bob.Last().Presses("Confirm")
	d.hears(d.alice)
	d.hears(d.bob)
}

// until moves the clock on to an instant, and lets happen what falls due.
func (d *duo) until(instant string) {
	d.t.Helper()
	d.Clock.Set(at(d.t, instant))
	d.Settle()
}

// hears returns what somebody was told since this was last asked.
func (d *duo) hears(p *bottest.Person) []bottest.Screen {
	d.t.Helper()
	all := p.Inbox()
	fresh := all[d.heard[p]:]
	d.heard[p] = len(all)
	return fresh
}

// once returns the only thing that somebody was told, which says all that.
func (d *duo) once(p *bottest.Person, words ...string) bottest.Screen {
	d.t.Helper()
	fresh := d.hears(p)
	if len(fresh) != 1 {
		for _, screen := range fresh {
			d.t.Log(screen.Text())
		}
		d.t.Fatalf("%s was told %d things", p.User.Name, len(fresh))
	}
	return fresh[0].Shows(words...)
}

func TestADealFromItsDigestToItsMediator(t *testing.T) {
	t.Parallel()
	d := newDuo(t)
	d.agree("2026-11-24") // over at midnight, UTC

	d.until("2026-11-22T00:00:00Z")
	d.once(d.alice, "📋", "🟢 active", "TikTok", "500.00 USD", "Bob", "👉 your turn").Presses("All my deals").Shows("Bob")
	d.once(d.bob, "📋", "Alice")

	d.until("2026-11-23T00:00:00Z")
	d.once(d.bob, "⏰ Due within 48 hours", "Alice", "due 25 Nov 2026, 00:00 UTC")
	reminder := d.once(d.alice, "⏰")
	reminder.Presses("View").Shows("Status", "alice_tt")
	reminder.Presses("Mark complete").Presses("Yes, my side is done").Shows("waiting for the other side")
	d.once(d.bob, "Alice") // the news of that
	reminder.Presses("💤 Snooze").Shows("There is nothing to remind you of")
	reminder.PressedBy(d.carol, "💤 Snooze").Shows("made for someone else")

	d.until("2026-11-24T00:00:00Z")
	d.once(d.bob, "🔶 Urgent", "🔵")
	d.until("2026-11-25T00:00:00Z")
	d.once(d.bob, "🟠") // the sweep's own news, once
	d.once(d.alice, "🟠")

	d.until("2026-11-27T23:59:00Z")
	if told := d.hears(d.carol); len(told) > 0 {
		t.Fatalf("the mediator is called too soon:\n%s", told[0].Text())
	}
	d.until("2026-11-28T00:01:00Z")
	call := d.once(d.carol, "⚖️", "🟠 Overdue for 72 hours", "Alice – Bob", "since 25 Nov 2026")
	d.carol.In("agency").With("DealMediator").Says("/ping") // a role counts for a day after it was seen
	call.Presses("View").Shows("Status")
	call.Presses("Resolve…").Shows("go on or end")
	for _, p := range []*bottest.Person{d.alice, d.bob} {
		if told := d.hears(p); len(told) > 0 {
			t.Errorf("%s is told:\n%s", p.User.Name, told[0].Text())
		}
	}
}

func TestADisputeThatNobodyDecides(t *testing.T) {
	t.Parallel()
	d := newDuo(t)
	d.agree("2027-06-30")
	d.alice.Says("/deal_list").Picks(d.handle()).Presses("Dispute")
	d.alice.Says("nothing was ever gifted to me")
	d.once(d.carol, "disputes deal")
	d.until("2026-11-23T08:59:00Z")
	for _, told := range d.hears(d.carol) {
		if told.Has("⚖️") {
			t.Error("the mediator is called too soon")
		}
	}
	d.until("2026-11-23T09:00:00Z")
	d.once(d.carol, "⚖️", "🔴 Disputed for 72 hours", "Alice – Bob")
}

// handle is that of the newest deal, as alice reads it.
func (d *duo) handle() string {
	d.t.Helper()
	return handlePattern.FindString(d.alice.Says("/deal_list").Text())[1:]
}
