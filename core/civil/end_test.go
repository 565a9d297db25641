package civil_test

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/civil"
)

func TestEndGolden(t *testing.T) {
	t.Parallel()
	tests := []struct{ zone, day, want string }{
		{"UTC", "2026-12-31", "2027-01-01T00:00:00Z"},
		{"America/Santiago", "2026-09-05", "2026-09-06T04:00:00Z"}, // no midnight
		{"Pacific/Apia", "2011-12-29", "2011-12-30T10:00:00Z"},
		{"Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"}, // the day that never was
		{"Pacific/Apia", "2011-12-31", "2011-12-31T10:00:00Z"},
		{"Asia/Kathmandu", "2026-12-04", "2026-12-04T18:15:00Z"},
		{"Australia/Lord_Howe", "2026-04-04", "2026-04-04T13:00:00Z"},
		{"Australia/Lord_Howe", "2026-04-05", "2026-04-05T13:30:00Z"}, // half an hour back
		{"Asia/Beirut", "2026-03-28", "2026-03-28T22:00:00Z"},         // no midnight
		{"Asia/Beirut", "2026-10-24", "2026-10-24T22:00:00Z"},         // 24:00 became 23:00
		{"Africa/Cairo", "2026-04-23", "2026-04-23T22:00:00Z"},
		{"America/Asuncion", "2023-09-30", "2023-10-01T04:00:00Z"},
		{"America/Havana", "2026-11-01", "2026-11-02T05:00:00Z"}, // midnight came twice
		{"America/Havana", "2026-10-31", "2026-11-01T04:00:00Z"}, // the first of two counts
		{"America/St_Johns", "2010-11-06", "2010-11-07T02:30:00Z"},
		{"America/New_York", "2040-12-30", "2040-12-31T05:00:00Z"}, // leap year, by yearly rules
		{"America/New_York", "2040-12-31", "2041-01-01T05:00:00Z"},
		{"Africa/Monrovia", "1971-12-31", "1972-01-01T00:44:30Z"}, // offsets had seconds
	}
	for _, tt := range tests {
		got := civil.End(day(t, tt.day), zone(t, tt.zone))
		if got.Format(time.RFC3339Nano) != tt.want {
			t.Errorf("%s in %s: got %s, want %s", tt.day, tt.zone, got.Format(time.RFC3339Nano), tt.want)
		}
	}
}

// TestEndAgainstTheDefinition looks for the end of each day the slow way, in
// the zones that are hard and in the years that are.
func TestEndAgainstTheDefinition(t *testing.T) {
	t.Parallel()
	zones := []string{
		"UTC", "America/Santiago", "Pacific/Apia", "Asia/Kathmandu", "Australia/Lord_Howe", "Asia/Beirut",
		"Africa/Cairo", "America/Asuncion", "America/Havana", "America/St_Johns", "Africa/Casablanca",
		"Europe/Dublin", "Pacific/Kiritimati", "Antarctica/Troll",
	}
	for _, name := range zones {
		loc := zone(t, name)
		for _, year := range []string{"2010", "2011", "2026", "2040"} {
			last := day(t, year+"-12-31").AddDays(1)
			for d := day(t, year+"-01-01"); !d.After(last); d = d.AddDays(1) {
				if got, want := civil.End(d, loc), endByDefinition(d, loc); !got.Equal(want) || got.Location() != time.UTC {
					t.Fatalf("%s in %s: got %s, want %s", d, name, got, want.UTC())
				}
			}
		}
	}
}

// endByDefinition steps by quarters of an hour, which divide every offset and
// almost every change of these years, and then by seconds through the last.
func endByDefinition(d civil.Date, loc *time.Location) time.Time {
	const quarter = 15 * time.Minute
	t := time.Date(d.Year, d.Month, d.Day, 8, 0, 0, 0, time.UTC) // 16 hours before UTC's end
	for !civil.Of(t, loc).After(d) {
		t = t.Add(quarter)
	}
	for before := t.Add(-quarter); before.Before(t); before = before.Add(time.Minute) {
		if civil.Of(before, loc).After(d) {
			return before
		}
	}
	return t
}

func TestLoadZone(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"UTC", "Asia/Riyadh", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "America/Port-au-Prince"} {
		if got := zone(t, name).String(); got != name {
			t.Errorf("%s is loaded as %s", name, got)
		}
	}
	for typed, name := range map[string]string{"utc": "UTC", "gmt": "GMT", "europe/berlin": "Europe/Berlin", "america/new_york": "America/New_York"} {
		if got := zone(t, typed).String(); got != name {
			t.Errorf("%s is loaded as %s", typed, got)
		}
	}
	refused := []string{
		"", "Local", "localtime", "posixrules", "Factory", "right/UTC", "posix/Asia/Riyadh", "../etc/passwd",
		"/etc/localtime", "Asia", "Asia/", "Asia/Atlantis", "UTC+3", "+03:00", "Asia/Riyadh\n", "tzdata.zi",
	}
	for _, name := range refused {
		if loc, err := civil.LoadZone(name); err == nil {
			t.Errorf("%q is loaded as %s", name, loc)
		}
	}
}
