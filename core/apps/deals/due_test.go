package deals

import (
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/text"
)

func values(choices []chat.Choice) string {
	var all []string
	for _, c := range choices {
		all = append(all, c.Value)
	}
	return strings.Join(all, " ")
}

func TestQuickDates(t *testing.T) {
	t.Parallel()
	for today, want := range map[string]string{
		"2026-03-01": "2026-03-02 2026-03-08 2026-03-31",
		"2026-03-31": "2026-04-01 2026-04-07 2026-04-30", // the month ends today
		"2026-03-30": "2026-03-31 2026-04-06 2026-04-30", // and tomorrow
		"2026-03-24": "2026-03-25 2026-03-31 2026-04-30", // and in a week
		"2028-02-28": "2028-02-29 2028-03-06 2028-03-31",
		"2026-12-31": "2027-01-01 2027-01-07 2027-01-31",
	} {
		day, err := civil.Parse(today)
		if got := values(quickDates(day)); err != nil || got != want {
			t.Errorf("on %s: %s, want %s", today, got, want)
		}
	}
}

// TestLabelsOfQuickDatesCanBeTyped in every language, whatever the button's own
// words are taken for elsewhere.
func TestLabelsOfQuickDatesCanBeTyped(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann := r.meet("x", "Ann")
	for _, day := range []int{1, 24, 30, 31} {
		r.clock.Set(time.Date(2026, time.March, day, 12, 0, 0, 0, time.UTC))
		prompt, _ := r.asks(ann, stateOf(nil), stepDue)
		for _, locale := range []string{"en", "ar"} {
			for _, c := range prompt.Choices {
				doc := r.texts.Localize(chat.Document{chat.Paragraph(c.Label)}, text.Reader{Locale: locale, Zone: time.UTC, Now: r.clock.Now()})
				label := chat.PlainText(doc)
				if kept, err := r.takes(ann, stateOf(nil), stepDue, label); kept != c.Value {
					t.Errorf("%d March, %s: %q is %q, %v, want %s", day, locale, label, kept, err, c.Value)
				}
			}
		}
	}
}

// Where there are forms the due date is asked for by itself, so that its quick
// dates stand beside it.
func TestDueHasAFormOfItsOwn(t *testing.T) {
	t.Parallel()
	for _, step := range newRig(t, Options{}).app.Wizards[0].Steps {
		if (step.Form == formDue) != (step.Name == stepDue) {
			t.Errorf("%s is in the form %q", step.Name, step.Form)
		}
	}
}
