package civil_test

import (
	"errors"
	"testing"
	"time"

	"github.com/parleybot/parley/core/civil"
	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		input string
		want  string
		err   error
	}{
		{"2026-12-04", "2026-12-04", nil},
		{" 2026-12-04\n", "2026-12-04", nil},
		{"٢٠٢٦-١٢-٠٤", "2026-12-04", nil},
		{"\u200f２０２６-12-०४", "2026-12-04", nil},
		{"𝟐𝟎𝟐𝟔-12-04", "2026-12-04", nil},
		{"2028-02-29", "2028-02-29", nil},
		{"0001-01-01", "0001-01-01", nil},
		{"9999-12-31", "9999-12-31", nil},
		{"2026-02-29", "", civil.ErrNoSuchDay},
		{"1900-02-29", "", civil.ErrNoSuchDay},
		{"2026-13-01", "", civil.ErrNoSuchDay},
		{"2026-00-10", "", civil.ErrNoSuchDay},
		{"2026-04-00", "", civil.ErrNoSuchDay},
		{"2026-04-31", "", civil.ErrNoSuchDay},
		{"0000-01-01", "", civil.ErrNoSuchDay},
		{"", "", civil.ErrFormat},
		{"2026-1-4", "", civil.ErrFormat},
		{"2026/12/04", "", civil.ErrFormat},
		{"04-12-2026", "", civil.ErrFormat},
		{"+026-12-04", "", civil.ErrFormat},
		{"2026--1-04", "", civil.ErrFormat},
		{"2026-12-4x", "", civil.ErrFormat},
		{"2026-12-04T00:00", "", civil.ErrFormat},
		{"２026-12-0\xff", "", civil.ErrFormat},
	}
	for _, tt := range tests {
		got, err := civil.Parse(tt.input)
		if !errors.Is(err, tt.err) || (err == nil && got.String() != tt.want) {
			t.Errorf("%q: got %s, %v, want %q, %v", tt.input, got, err, tt.want, tt.err)
		}
	}
}

func TestBetween(t *testing.T) {
	t.Parallel()
	tests := []struct {
		day, today string
		want       error
	}{
		{"2026-07-01", "2026-07-01", nil},
		{"2026-06-30", "2026-07-01", civil.ErrPast},
		{"2025-12-31", "2026-01-01", civil.ErrPast},
		{"2031-07-01", "2026-07-01", nil},
		{"2031-07-02", "2026-07-01", civil.ErrTooFar},
		{"2033-02-28", "2028-02-29", nil}, // no 29th five years on
		{"2033-03-01", "2028-02-29", civil.ErrTooFar},
		{"2028-02-29", "2023-02-28", civil.ErrTooFar},
		{"2028-02-29", "2023-03-01", nil},
	}
	for _, tt := range tests {
		if err := civil.Between(day(t, tt.day), day(t, tt.today), 5); !errors.Is(err, tt.want) {
			t.Errorf("%s on %s: got %v, want %v", tt.day, tt.today, err, tt.want)
		}
	}
}

func TestCalendar(t *testing.T) {
	t.Parallel()
	tests := []struct{ what, got, want string }{
		{"tomorrow", day(t, "2026-12-31").AddDays(1).String(), "2027-01-01"},
		{"in a week", day(t, "2028-02-25").AddDays(7).String(), "2028-03-03"},
		{"yesterday", day(t, "2026-03-01").AddDays(-1).String(), "2026-02-28"},
		{"end of month", day(t, "2026-12-04").EndOfMonth().String(), "2026-12-31"},
		{"end of February", day(t, "2028-02-01").EndOfMonth().String(), "2028-02-29"},
		{"on the last day", day(t, "2026-04-30").EndOfMonth().String(), "2026-04-30"},
		{"leap years", day(t, "2024-02-29").AddYears(4).String(), "2028-02-29"},
		{"a common year", day(t, "2024-02-29").AddYears(1).String(), "2025-02-28"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.what, tt.got, tt.want)
		}
	}
}

func TestOrderAndText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		start := civil.Date{Year: 2000, Month: time.January, Day: 1}
		n := rapid.IntRange(-700_000, 2_900_000).Draw(t, "n")
		step := rapid.IntRange(1, 800).Draw(t, "step")
		d, later := start.AddDays(n), start.AddDays(n+step)
		if !d.Before(later) || !later.After(d) || d.After(later) || later.Before(d) || d.Compare(d) != 0 {
			t.Fatalf("%s and %s are out of order", d, later)
		}
		if later.AddDays(-step) != d {
			t.Fatalf("%s does not lead back to %s", later, d)
		}
		if read, err := civil.Parse(d.String()); err != nil || read != d {
			t.Fatalf("%s is read as %s, %v", d, read, err)
		}
	})
}

// FuzzParse: no input panics, and what is accepted is a day whose text is read
// as the same day.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"2026-12-04", "٢٠٢٦-١٢-٠٤", "2026-02-30", "0000-00-00", "-026-12-04", "\xff\u200f"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) {
		d, err := civil.Parse(input)
		if err != nil {
			if d != (civil.Date{}) {
				t.Fatalf("%q: %s beside %v", input, d, err)
			}
			return
		}
		if read, err := civil.Parse(d.String()); err != nil || read != d {
			t.Fatalf("%q: %s is read as %s, %v", input, d, read, err)
		}
	})
}

func day(t *testing.T, s string) civil.Date {
	t.Helper()
	d, err := civil.Parse(s)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return d
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := civil.LoadZone(name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return loc
}
