package deals

import (
	"slices"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
)

var start = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

const (
	dayLong = 24 * time.Hour
	tick    = time.Millisecond
)

// proposed is a deal between two named people, due in ten days.
func proposed() Deal {
	d, _ := Open(Proposal{
		ID: "id", Handle: "3F9A2B01",
		Terms: Terms{Network: "TikTok", Type: "gifting", Zone: "UTC", DueAt: start.Add(10 * dayLong)},
		A:     Party{Person: "ann", Identity: chat.UserRef{Platform: "x", ID: "1"}},
		B:     Party{Person: "ben", Identity: chat.UserRef{Platform: "y", ID: "2"}},
	}, start)
	return d
}

func invited() Deal {
	d := proposed()
	d.B = Party{}
	return d
}

// move is one command at an instant after start.
type move struct {
	act Act
	by  Side
	at  time.Duration
}

func play(t *testing.T, d Deal, moves ...move) Deal {
	t.Helper()
	for i, m := range moves {
		next, _, err := Apply(d, m.command(), start.Add(m.at))
		if err != nil {
			t.Fatalf("move %d, %s by %q in %s: %v", i, m.act, m.by, d.Status, err)
		}
		d = next
	}
	return d
}

func (m move) command() Command {
	return Command{Act: m.act, By: m.by, Claimer: Party{Person: "cat", Identity: chat.UserRef{Platform: "z", ID: "3"}}}
}

// Deals in every state that the first half can reach.
var (
	confirmA = move{ActConfirm, SideA, time.Hour}
	confirmB = move{ActConfirm, SideB, 2 * time.Hour}
	markA    = move{ActComplete, SideA, 3 * time.Hour}
	markB    = move{ActComplete, SideB, 4 * time.Hour}
	overdue  = move{ActSweep, Neither, 10 * dayLong}
	lateA    = move{ActComplete, SideA, 11 * dayLong}
	again    = move{ActSweep, Neither, 14 * dayLong}
)

func TestEveryEdge(t *testing.T) {
	t.Parallel()
	active := []move{confirmA, confirmB}
	late := slices.Concat(active, []move{overdue})
	tests := map[string]struct {
		before  []move
		move    move
		to      Status
		event   string
		penalty string
		cause   Cause
		reverse string
	}{
		"2 one confirmation waits":          {nil, confirmA, Pending, EventConfirmed, "", "", ""},
		"2 the other's alone waits too":     {nil, confirmB, Pending, EventConfirmed, "", "", ""},
		"3 the second makes it active":      {[]move{confirmA}, confirmB, Active, EventConfirmed, "", "", ""},
		"3 in the other order":              {[]move{confirmB}, move{ActConfirm, SideA, 3 * time.Hour}, Active, EventConfirmed, "", "", ""},
		"3 at the last instant":             {[]move{confirmB}, move{ActConfirm, SideA, TTL - tick}, Active, EventConfirmed, "", "", ""},
		"4 A takes it back":                 {[]move{confirmA}, move{ActCancel, SideA, time.Hour}, Cancelled, EventCancelled, "", ByInitiator, ""},
		"4 B declines":                      {nil, move{ActCancel, SideB, time.Hour}, Cancelled, EventCancelled, "", ByCounterparty, ""},
		"5 nobody confirmed":                {nil, move{ActSweep, Neither, TTL}, Cancelled, EventCancelled, "", Expired, ""},
		"6 first mark":                      {active, markA, Marked, EventMarked, "", "", ""},
		"7 second mark":                     {slices.Concat(active, []move{markA}), markB, Completed, EventMarked, "", "", ""},
		"8 nobody marked":                   {active, overdue, Overdue, EventOverdue, "ab", "", ""},
		"8 only B did not":                  {slices.Concat(active, []move{markA}), overdue, Overdue, EventOverdue, "b", "", ""},
		"8 only A did not":                  {slices.Concat(active, []move{markB}), overdue, Overdue, EventOverdue, "a", "", ""},
		"9 a late first mark":               {late, lateA, Marked, EventMarked, "", "", "a"},
		"7 late, both marked late":          {slices.Concat(late, []move{lateA}), move{ActComplete, SideB, 12 * dayLong}, Completed, EventMarked, "", "", "b"},
		"10 the missing mark":               {slices.Concat(active, []move{markA, overdue}), move{ActComplete, SideB, 11 * dayLong}, Completed, EventMarked, "", "", "b"},
		"11 the late mark waited too long":  {slices.Concat(late, []move{lateA}), again, Overdue, EventOverdue, "", "", ""},
		"10 after 11":                       {slices.Concat(late, []move{lateA, again}), move{ActComplete, SideB, 15 * dayLong}, Completed, EventMarked, "", "", "b"},
		"18 a note changes no status":       {active, move{ActNote, SideB, time.Hour}, Active, EventNoted, "", "", ""},
		"18 a note on a closed deal":        {[]move{{ActCancel, SideA, time.Hour}}, move{ActNote, SideA, dayLong}, Cancelled, EventNoted, "", "", ""},
		"a mark is possible after due date": {active, move{ActComplete, SideA, 10*dayLong - tick}, Marked, EventMarked, "", "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := play(t, proposed(), test.before...)
			now := start.Add(test.move.at)
			after, event, err := Apply(before, test.move.command(), now)
			if err != nil {
				t.Fatal(err)
			}
			want := Event{
				Type: test.event, By: test.move.by, From: before.Status, To: test.to, Cause: test.cause,
				Penalty: test.penalty, Reversed: test.reverse, Version: before.Version + 1,
			}
			if event != want {
				t.Errorf("event %+v, want %+v", event, want)
			}
			if after.Status != test.to || after.Version != before.Version+1 {
				t.Errorf("status %s version %d", after.Status, after.Version)
			}
			if closedNow := before.Status.Open() && !test.to.Open(); closedNow != after.ClosedAt.Equal(now) {
				t.Errorf("closed at %v", after.ClosedAt)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	active := []move{confirmA, confirmB}
	completed := slices.Concat(active, []move{markA, markB})
	cancelled := []move{{ActCancel, SideA, time.Hour}}
	tests := map[string]struct {
		deal   Deal
		before []move
		move   move
		code   fault.Code
	}{
		"confirm twice":                   {proposed(), []move{confirmA}, confirmA, fault.Again},
		"confirm an active one again":     {proposed(), active, confirmB, fault.Again},
		"confirm a cancelled one":         {proposed(), cancelled, confirmB, fault.Status},
		"confirm one's cancelled one":     {proposed(), []move{confirmA, {ActCancel, SideB, time.Hour}}, confirmA, fault.Status},
		"confirm at the end":              {proposed(), nil, move{ActConfirm, SideB, TTL}, fault.Status},
		"confirm before anybody claimed":  {invited(), nil, confirmA, fault.Status},
		"cancel when active":              {proposed(), active, move{ActCancel, SideA, dayLong}, fault.Status},
		"cancel after a mark":             {proposed(), slices.Concat(active, []move{markA}), move{ActCancel, SideB, dayLong}, fault.Status},
		"cancel when overdue":             {proposed(), slices.Concat(active, []move{overdue}), move{ActCancel, SideB, 11 * dayLong}, fault.Status},
		"cancel twice":                    {proposed(), cancelled, move{ActCancel, SideA, dayLong}, fault.Status},
		"mark before it is active":        {proposed(), []move{confirmA}, markA, fault.Status},
		"mark twice":                      {proposed(), slices.Concat(active, []move{markA}), markA, fault.Again},
		"mark a completed one":            {proposed(), completed, markB, fault.Again},
		"mark twice when overdue":         {proposed(), slices.Concat(active, []move{markA, overdue}), lateA, fault.Again},
		"mark a cancelled one":            {proposed(), cancelled, markA, fault.Status},
		"claim what has a counterparty":   {proposed(), nil, move{ActClaim, SideB, time.Hour}, fault.NotFound},
		"claim twice":                     {invited(), []move{{ActClaim, SideB, time.Hour}}, move{ActClaim, SideB, time.Hour}, fault.NotFound},
		"claim too late":                  {invited(), nil, move{ActClaim, SideB, TTL}, fault.NotFound},
		"claim a cancelled invitation":    {invited(), cancelled, move{ActClaim, SideB, dayLong}, fault.NotFound},
		"claim one's own invitation":      {ownInvitation(), nil, move{ActClaim, SideB, time.Hour}, fault.NotFound},
		"confirm twice after claiming it": {invited(), []move{{ActClaim, SideB, time.Hour}}, confirmB, fault.Again},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := play(t, test.deal, test.before...)
			kept := before
			_, event, err := Apply(before, test.move.command(), start.Add(test.move.at))
			if !fault.Is(err, test.code) {
				t.Fatalf("got %v, want %s", err, test.code)
			}
			if before != kept || event != (Event{}) {
				t.Error("a refused command changed something")
			}
		})
	}
}

func ownInvitation() Deal {
	d := invited()
	d.A.Person = "cat"
	return d
}

func TestSweepWaitsForItsInstant(t *testing.T) {
	t.Parallel()
	active := []move{confirmA, confirmB}
	late := slices.Concat(active, []move{overdue, lateA})
	soon := proposed()
	soon.DueAt = start.Add(dayLong)
	tests := map[string]struct {
		deal   Deal
		before []move
		due    time.Duration // 0 never
	}{
		"expires after seven days":      {proposed(), nil, TTL},
		"or at its due instant":         {soon, nil, dayLong},
		"active until due":              {proposed(), active, 10 * dayLong},
		"one mark does not move it":     {proposed(), slices.Concat(active, []move{markA}), 10 * dayLong},
		"72 hours after a late mark":    {proposed(), late, 11*dayLong + Grace},
		"overdue waits for people":      {proposed(), slices.Concat(active, []move{overdue}), 0},
		"nor overdue for a second time": {proposed(), slices.Concat(late, []move{again}), 0},
		"completed":                     {proposed(), slices.Concat(active, []move{markA, markB}), 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := play(t, test.deal, test.before...)
			if test.due == 0 {
				if !d.SweepAt().IsZero() || d.SweepDue(start.Add(1000*dayLong)) {
					t.Fatalf("due at %v", d.SweepAt())
				}
				return
			}
			at := start.Add(test.due)
			if !d.SweepAt().Equal(at) {
				t.Fatalf("due at %v, want %v", d.SweepAt(), at)
			}
			if _, _, err := Apply(d, Command{Act: ActSweep}, at.Add(-tick)); err == nil {
				t.Error("swept a millisecond early")
			}
			if _, _, err := Apply(d, Command{Act: ActSweep}, at); err != nil {
				t.Errorf("not swept in time: %v", err)
			}
		})
	}
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	onTime := play(t, proposed(), confirmA, confirmB, markA, markB)
	if onTime.A.Outcome != OnTime || onTime.B.Outcome != OnTime {
		t.Errorf("on time: %+v %+v", onTime.A, onTime.B)
	}
	late := play(t, proposed(), confirmA, confirmB, markA, overdue, move{ActComplete, SideB, 11 * dayLong})
	if late.A.Outcome != Late || late.B.Outcome != Late || !late.LateMarkAt.IsZero() {
		t.Errorf("late: %+v %+v, late mark %v", late.A, late.B, late.LateMarkAt)
	}
	if none := play(t, proposed(), move{ActCancel, SideA, time.Hour}); none.A.Outcome != "" || none.B.Outcome != "" {
		t.Error("a cancelled deal has an outcome")
	}
	if over := play(t, proposed(), confirmA, confirmB, overdue, lateA, again); !over.OverdueAt.Equal(start.Add(10 * dayLong)) {
		t.Errorf("overdue since %v: the first time counts", over.OverdueAt)
	}
}
