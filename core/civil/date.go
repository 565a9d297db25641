package civil

import (
	"cmp"
	"errors"
	"fmt"
	"time"
)

// ErrPast is returned by Between for a day before today.
var ErrPast = errors.New("civil: day has passed")

// ErrTooFar is returned by Between for a day beyond the last one allowed.
var ErrTooFar = errors.New("civil: day is too far ahead")

// Date is a day of the proleptic Gregorian calendar, in no time zone. Two dates
// are the same day exactly where they are ==. The zero Date is no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Of returns the day that t falls on in loc.
func Of(t time.Time, loc *time.Location) Date {
	year, month, day := t.In(loc).Date()
	return Date{Year: year, Month: month, Day: day}
}

// String returns the day as YYYY-MM-DD, the form that is stored.
func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// Compare returns -1, 0 or +1 as d lies before, on or after other.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

// Before reports whether d is an earlier day than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After reports whether d is a later day than other.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }

// AddDays returns the day n days later, or earlier where n is negative.
func (d Date) AddDays(n int) Date {
	return Of(d.midnightUTC().AddDate(0, 0, n), time.UTC)
}

// AddYears returns the same day n years later; 29 February becomes the 28th
// where the year has none.
func (d Date) AddYears(n int) Date {
	last := Date{Year: d.Year + n, Month: d.Month, Day: 1}.EndOfMonth()
	last.Day = min(last.Day, d.Day)
	return last
}

// EndOfMonth returns the last day of d's month.
func (d Date) EndOfMonth() Date {
	return Of(time.Date(d.Year, d.Month+1, 0, 0, 0, 0, 0, time.UTC), time.UTC)
}

// EndOfNextMonth returns the last day of the month after d's.
func (d Date) EndOfNextMonth() Date { return d.EndOfMonth().AddDays(1).EndOfMonth() }

// Between returns nil where d lies from today to the same day that many years
// ahead, both included; otherwise ErrPast or ErrTooFar.
func Between(d, today Date, years int) error {
	if d.Before(today) {
		return ErrPast
	}
	if d.After(today.AddYears(years)) {
		return ErrTooFar
	}
	return nil
}

// midnightUTC stands for the day in calendar arithmetic: UTC has every midnight.
func (d Date) midnightUTC() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}
