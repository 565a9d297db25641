package civil

import "time"

// farthest is more than any offset from UTC that a zone ever had.
const farthest = 24 * time.Hour

// End returns the instant at which d is over in loc: the first one whose civil
// date there is later than d, in UTC. It is a whole second.
//
// That is not always midnight (clocks may jump from 24:00 to 01:00), nor 24
// hours after the day began, nor is it the last midnight where clocks go back
// over it. A day that a zone skipped ends when the day before it ends.
func End(d Date, loc *time.Location) time.Time {
	midnight := d.AddDays(1).midnightUTC()
	// Walk through the zone's periods of constant offset. Within one the local
	// date is later from midnight minus offset on, or from the period's start.
	from := midnight.Add(-farthest)
	for {
		local := from.In(loc)
		_, offset := local.Zone()
		over := midnight.Add(-time.Duration(offset) * time.Second)
		if over.Before(from) {
			over = from
		}
		end := periodEnd(local)
		if end.IsZero() || over.Before(end) {
			return over
		}
		from = end
	}
}

// periodEnd returns when the offset at t may change next, in UTC, or the zero
// time for never.
func periodEnd(t time.Time) time.Time {
	_, end := t.ZoneBounds()
	// Far ahead the library computes bounds from yearly rules, as if every year
	// had 365 days: on 31 December of a leap year the period has "ended". Zones
	// do not change there; look again an hour later.
	if !end.IsZero() && !end.After(t) {
		end = t.Add(time.Hour)
	}
	return end.UTC()
}
