package reminders

import (
	"fmt"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/civil"
)

// The digest is for Sunday, 00:00 UTC, and comes less than a day late or not
// at all: news of last week is none.
const latest = 24 * time.Hour

// sunday returns the last Sunday, 00:00 UTC, that is not after t.
func sunday(t time.Time) time.Time {
	const day, week = 24 * time.Hour, 7 * 24 * time.Hour
	return t.UTC().Add(-6 * day).Truncate(week).Add(6 * day)
}

// weekOf names the ISO week that a Sunday ends, such as 2026-W47: in the order
// of time as text, too.
func weekOf(sunday time.Time) string {
	year, week := sunday.ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}

// digestAt is when a person's digest comes: on that Sunday at the hour they chose,
// in the zone they chose, else UTC; but not before Sunday has begun in UTC.
func digestAt(p accounts.Person, sunday time.Time) time.Time {
	loc := time.UTC
	if p.Zone != "" {
		if own, err := civil.LoadZone(p.Zone); err == nil {
			loc = own
		}
	}
	year, month, day := sunday.Date()
	at := time.Date(year, month, day, p.DigestHour, 0, 0, 0, loc).UTC()
	if at.Before(sunday) {
		return sunday
	}
	return at
}
