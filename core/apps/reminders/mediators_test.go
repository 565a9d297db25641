package reminders

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
)

func (w *world) move(d Deal, to Phase) Deal {
	w.t.Helper()
	d.Phase, d.Since = to, w.Clock.Now()
	w.become(d)
	return d
}

func TestMediatorsAreCalled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 4)
	w.staff = []string{w.ids[2], w.ids[3]}
	one := w.move(w.agree(0, 1, 900*hour), Disputed)
	w.pass(hour)
	two := w.move(w.agree(0, 1, 900*hour), Overdue)
	w.pass(70 * hour)
	w.quiet(2, 3)
	w.pass(hour)
	w.one(2, "A deal is waiting for a mediator", "🔴", "#"+one.Handle)
	w.one(3, "🔴")
	w.pass(hour)
	news := w.news(2)
	if len(news) != 1 {
		t.Fatalf("got %d messages", len(news))
	}
	news[0].Shows("🟠", "#"+two.Handle)
	if b := news[0].Buttons(); b["Resolve…"] == "" || b["View"] == "" {
		t.Errorf("buttons %v", b)
	}
	w.pass(200 * hour)
	w.quiet(0, 1, 2)
}

// Two that wait for a mediator at the same time are one message, and a place
// names nobody.
func TestAPlaceForMediators(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.place = chat.PlaceRef{Platform: bottest.D, ID: "mediation"}
	w.move(w.agree(0, 1, 900*hour), Disputed)
	w.move(w.agree(0, 1, 900*hour), Disputed)
	w.pass(72 * hour)
	var told []chat.Delivery
	for _, d := range w.D.Sent(chat.UserRef{}) {
		if d.Place == w.place {
			told = append(told, d)
		}
	}
	if len(told) != 1 {
		t.Fatalf("the place got %d messages", len(told))
	}
	words := chat.PlainText(told[0].Message.Document)
	if want := "• #00000002 · since"; !contains(words, want) || contains(words, "TikTok") {
		t.Errorf("the place reads:\n%s", words)
	}
	if rows := told[0].Message.Rows; len(rows) != 2 || len(rows[0].Buttons) != 1 {
		t.Errorf("rows %v", rows)
	}
}

func TestWhatIsDecidedNeedsNoMediator(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	w.staff = []string{w.ids[2]}
	decided := w.move(w.agree(0, 1, 900*hour), Disputed)
	late := w.move(w.agree(0, 1, 900*hour), Overdue)
	w.pass(71 * hour)
	w.end(decided)
	w.pass(hour)
	w.one(2, "🟠")

	// An old overdue deal whose dispute is withdrawn is no news: they have just been
	// looking at it.
	late = w.move(late, Disputed)
	w.pass(hour)
	late.Phase, late.Since = Overdue, late.Since.Add(-71*hour-30*time.Minute)
	w.pass(hour)
	w.become(late)
	w.pass(time.Minute)
	w.pass(100 * hour)
	w.quiet(2)
}
