package backup

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// stamp is an instant in a file name, in UTC.
const stamp = "20060102T150405.000Z"

// FileName is the name of a backup made at an instant.
func FileName(at time.Time) string { return "parley-" + at.UTC().Format(stamp) + ".bak" }

// How many backups are kept: all of the last day, up to a number; then the newest
// of each day, week and month that has one. Counting those that there are, and
// not the calendar's, keeps the last ones of a bot that stood still for a year.
const (
	recent = 24
	day    = 24 * time.Hour
	days   = 7
	weeks  = 4
	months = 6
)

// Rotate removes the backups in a folder that are no longer to be kept and
// returns their names. It goes by the names, and touches nothing that is not
// named like a backup.
func Rotate(folder string, now time.Time) (removed []string, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("backup: look for old backups: %w", err)
	}
	var made []time.Time
	for _, entry := range entries {
		at, err := time.Parse("parley-"+stamp+".bak", entry.Name())
		if err == nil && entry.Type().IsRegular() && FileName(at) == entry.Name() {
			made = append(made, at)
		}
	}
	kept := keep(made, now)
	for _, at := range made {
		if slices.Contains(kept, at) {
			continue
		}
		if err := os.Remove(filepath.Join(folder, FileName(at))); err != nil {
			return removed, fmt.Errorf("backup: remove an old backup: %w", err)
		}
		removed = append(removed, FileName(at))
	}
	return removed, nil
}

// keep returns which of the instants have backups to be kept. Those that a wrong
// clock dated ahead of now are judged among themselves: they must not take the
// place of what is made once the clock is right.
func keep(made []time.Time, now time.Time) []time.Time {
	var past, ahead []time.Time
	for _, at := range made {
		if at.After(now) {
			ahead = append(ahead, at)
			continue
		}
		past = append(past, at)
	}
	if len(ahead) == 0 {
		return keepUpTo(past, now)
	}
	return append(keepUpTo(past, now), keepUpTo(ahead, slices.MaxFunc(ahead, time.Time.Compare))...)
}

// keepUpTo is keep of instants none of which is after now.
func keepUpTo(made []time.Time, now time.Time) []time.Time {
	newest := slices.Clone(made)
	slices.SortFunc(newest, func(a, b time.Time) int { return b.Compare(a) })
	var kept []time.Time
	for _, at := range newest {
		if now.Sub(at) < day && len(kept) < recent {
			kept = append(kept, at)
		}
	}
	for _, rule := range []struct {
		most   int
		period func(t time.Time) string
	}{
		{days, func(t time.Time) string { return t.Format(time.DateOnly) }},
		{weeks, func(t time.Time) string {
			year, week := t.ISOWeek()
			return fmt.Sprint(year, "-", week)
		}},
		{months, func(t time.Time) string { return t.Format("2006-01") }},
	} {
		seen := map[string]bool{}
		for _, at := range newest {
			period := rule.period(at.UTC())
			if seen[period] || len(seen) == rule.most {
				continue
			}
			seen[period] = true
			kept = append(kept, at)
		}
	}
	return kept
}
