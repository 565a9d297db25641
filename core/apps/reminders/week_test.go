package reminders

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/chat"
)

func at(t testing.TB, text string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestDigestAt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		zone string
		hour int
		want string
	}{
		{"", 0, "2026-11-22T00:00:00Z"},
		{"", 23, "2026-11-22T23:00:00Z"},
		{"no such zone", 5, "2026-11-22T05:00:00Z"},
		{"Asia/Riyadh", 0, "2026-11-22T00:00:00Z"}, // its Sunday began on Saturday in UTC
		{"Asia/Riyadh", 9, "2026-11-22T06:00:00Z"},
		{"America/New_York", 0, "2026-11-22T05:00:00Z"},
		{"Pacific/Kiritimati", 20, "2026-11-22T06:00:00Z"},
		{"Etc/GMT+12", 23, "2026-11-23T11:00:00Z"},
	} {
		p := accounts.Person{Zone: tt.zone, DigestHour: tt.hour}
		got := digestAt(p, at(t, "2026-11-22T00:00:00Z"))
		if got.Format(time.RFC3339) != tt.want {
			t.Errorf("%s at %d: %s, want %s", tt.zone, tt.hour, got.Format(time.RFC3339), tt.want)
		}
		if sunday(got) != at(t, "2026-11-22T00:00:00Z") {
			t.Errorf("%s at %d belongs to another Sunday", tt.zone, tt.hour)
		}
	}
}

func TestSunday(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]string{
		"2026-11-21T23:59:59Z": "2026-W46", "2026-11-22T00:00:00Z": "2026-W47", "2026-11-28T23:59:59Z": "2026-W47",
		"2027-01-03T12:00:00Z": "2026-W53", "2027-01-10T00:00:00Z": "2027-W01",
	} {
		begun := sunday(at(t, day))
		if begun.Weekday() != time.Sunday || weekOf(begun) != want {
			t.Errorf("%s: %s, %s, want %s", day, begun, weekOf(begun), want)
		}
	}
}

func TestTurn(t *testing.T) {
	t.Parallel()
	noon := at(t, "2026-11-22T12:00:00Z")
	if got := turn(noon, 30*time.Minute); !got.Equal(noon) {
		t.Errorf("a turn that is now is %s", got)
	}
	if got := turn(noon.Add(time.Second), 30*time.Minute); !got.Equal(noon.Add(30 * time.Minute)) {
		t.Errorf("the next turn is %s", got)
	}
}

func TestI25UnlikeUnitsAreNeverAdded(t *testing.T) {
	t.Parallel()
	open := []Deal{
		{Minor: 50000, Unit: "USD", Scale: 2},
		{Minor: 7, Unit: "DIAMONDS"},
		{Minor: 1, Unit: "USD", Scale: 2},
		{Minor: 1000, Unit: "KWD", Scale: 3},
		{Minor: 5, Unit: "DIAMONDS"},
	}
	want := []chat.Node{
		chat.Amount(12, "DIAMONDS", 0), chat.Text(" · "), chat.Amount(1000, "KWD", 3), chat.Text(" · "), chat.Amount(50001, "USD", 2),
	}
	got := totals(open)
	if len(got.Nodes) != len(want) {
		t.Fatalf("%v", got)
	}
	for i, node := range got.Nodes {
		if node.Kind != want[i].Kind || node.Minor != want[i].Minor || node.Unit != want[i].Unit || node.Scale != want[i].Scale {
			t.Errorf("%d: %v, want %v", i, node, want[i])
		}
	}
}

// A thousand of the largest deals there can be do not overflow.
func TestTotalsOfTheLargest(t *testing.T) {
	t.Parallel()
	var open []Deal
	for range 1000 {
		open = append(open, Deal{Minor: 100_000_000_000_000_000, Unit: "ETH", Scale: 8})
	}
	if got := totals(open).Nodes[0]; got.Minor != 1_000_000_000_000 || got.Scale != 0 {
		t.Errorf("%v", got)
	}
}
