package civil

import (
	"testing"
	"time"
)

func TestNear(t *testing.T) {
	t.Parallel()
	today := Date{Year: 2028, Month: time.January, Day: 31}
	for typed, want := range map[string]string{
		"today": "2028-01-31", "Tomorrow": "2028-02-01", " IN  a week ": "2028-02-07",
		"end of the month": "2028-01-31", "End of month": "2028-01-31", "end of next month": "2028-02-29",
		"غدًا": "2028-02-01", "غدا": "2028-02-01", "غداً": "2028-02-01", "غـدا\u200f": "2028-02-01",
		"اليوم": "2028-01-31", "بعد أسبوع": "2028-02-07", "بعد اسبوع": "2028-02-07",
		"نهاية الشهر": "2028-01-31", "نهاية الشهر القادم": "2028-02-29",
		"": "", "morrow": "", "tomorrow?": "", "2028-02-01": "", "in a": "", "غ": "",
	} {
		got, ok := Near(typed, today)
		if ok != (want != "") || ok && got.String() != want {
			t.Errorf("%q is %v, %v, want %q", typed, got, ok, want)
		}
	}
}

func TestEndOfNextMonth(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]string{
		"2026-01-01": "2026-02-28", "2026-01-31": "2026-02-28", "2028-01-31": "2028-02-29", "2026-02-28": "2026-03-31",
		"2026-12-24": "2027-01-31",
	} {
		d, err := Parse(day)
		if got := d.EndOfNextMonth().String(); err != nil || got != want {
			t.Errorf("after %s: %s, want %s", day, got, want)
		}
	}
}
