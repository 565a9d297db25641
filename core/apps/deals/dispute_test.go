package deals

import (
	"slices"
	"testing"
	"time"

	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/fault"
)

// Moves of a dispute. A deal of ten days is active after confirmA and confirmB.
var (
	disputeA  = move{ActDispute, SideA, 5 * dayLong}
	disputeB  = move{ActDispute, SideB, 5 * dayLong}
	withdrawA = move{ActWithdraw, SideA, 8 * dayLong}
	activeNow = []move{confirmA, confirmB}
	lateNow   = []move{confirmA, confirmB, overdue}
)

func after(at time.Duration, m move) move { m.at = at; return m }

func decide(result Status, atFault string) Command {
	return Command{Act: ActResolve, Result: result, AtFault: atFault}
}

func must(t *testing.T, d Deal, c Command, at time.Duration) (Deal, Event) {
	t.Helper()
	next, event, err := Apply(d, c, start.Add(at))
	if err != nil {
		t.Fatalf("%s in %s: %v", c.Act, d.Status, err)
	}
	return next, event
}

func TestDisputeKeepsTheOpenersPenalty(t *testing.T) {
	t.Parallel()
	d := play(t, proposed(), lateNow...)
	d, event := must(t, d, after(11*dayLong, disputeA).command(), 11*dayLong)
	if !d.A.Penalised || d.B.Penalised || event.Reversed != "b" || event.Penalty != "" {
		t.Errorf("after the dispute %+v %+v, event %+v", d.A, d.B, event)
	}
	d, event = must(t, d, withdrawA.command(), 12*dayLong)
	if !d.A.Penalised || !d.B.Penalised || event.Penalty != "b" || event.Reversed != "" {
		t.Errorf("after the withdrawal %+v %+v, event %+v", d.A, d.B, event)
	}
}

func TestWithdrawingMovesTheLimits(t *testing.T) {
	t.Parallel()
	d := play(t, proposed(), slices.Concat(activeNow, []move{after(5*dayLong, markB), disputeA, withdrawA})...)
	if d.Status != Marked || !d.B.Done || !d.DueAt.Equal(start.Add(13*dayLong)) || d.Dispute != (Dispute{}) || d.A.Withdrawals != 1 {
		t.Errorf("not late: %+v", d)
	}
	d = play(t, proposed(), slices.Concat(lateNow, []move{lateA, after(12*dayLong, disputeB), {ActWithdraw, SideB, 15 * dayLong}})...)
	if d.Status != Marked || !d.A.Done || !d.DueAt.Equal(start.Add(10*dayLong)) ||
		!d.OverdueAt.Equal(start.Add(13*dayLong)) || !d.LateMarkAt.Equal(start.Add(14*dayLong)) {
		t.Errorf("late: %+v", d)
	}
	// B disputed, so B's own penalty stood all the time; A has marked.
	if d.A.Penalised || !d.B.Penalised {
		t.Errorf("penalties %+v %+v", d.A, d.B)
	}
	if !d.SweepAt().Equal(start.Add(17 * dayLong)) {
		t.Errorf("overdue again at %v", d.SweepAt())
	}
}

func TestWithdrawalsEnd(t *testing.T) {
	t.Parallel()
	d := play(t, proposed(), activeNow...)
	for i := range time.Duration(MaxWithdrawals) {
		d = play(t, d, move{ActDispute, SideA, dayLong + i*time.Hour}, move{ActWithdraw, SideA, dayLong + i*time.Hour + time.Minute})
	}
	d = play(t, d, move{ActDispute, SideA, 2 * dayLong})
	if _, _, err := Apply(d, withdrawA.command(), start.Add(3*dayLong)); !isFault(err, "deals.refuse.withdrawals") {
		t.Errorf("a third time: %v", err)
	}
	if row := (&sheet{Deal: d}).actionButtons(SideA, start.Add(3*dayLong)); len(row) != 0 {
		t.Errorf("a button that would be refused: %+v", row)
	}
	d, _ = must(t, d, decide(Active, ""), 3*dayLong)
	d = play(t, d, move{ActDispute, SideB, 4 * dayLong}, move{ActWithdraw, SideB, 5 * dayLong})
	if d.A.Withdrawals != 2 || d.B.Withdrawals != 1 {
		t.Errorf("withdrawals %d and %d", d.A.Withdrawals, d.B.Withdrawals)
	}
}

func TestOnlyTheOpenerWithdraws(t *testing.T) {
	t.Parallel()
	d := play(t, proposed(), slices.Concat(activeNow, []move{disputeA})...)
	if _, _, err := Apply(d, Command{Act: ActWithdraw, By: SideB}, start.Add(6*dayLong)); !isFault(err, "deals.refuse.only_opener") {
		t.Errorf("withdrawn by the other side: %v", err)
	}
}

func TestWhereDisputesAreRefused(t *testing.T) {
	t.Parallel()
	disputed := slices.Concat(activeNow, []move{disputeA})
	for name, test := range map[string]struct {
		before []move
		move   move
		code   fault.Code
	}{
		"before it is active":   {[]move{confirmA}, disputeA, fault.Status},
		"a completed one":       {slices.Concat(activeNow, []move{markA, markB}), disputeA, fault.Status},
		"a cancelled one":       {[]move{{ActCancel, SideA, time.Hour}}, disputeA, fault.Status},
		"twice":                 {disputed, disputeA, fault.Again},
		"one that the other of": {disputed, disputeB, fault.Status},
		"withdrawing nothing":   {activeNow, withdrawA, fault.Status},
		"marking meanwhile":     {disputed, move{ActComplete, SideB, 6 * dayLong}, fault.Status},
		"cancelling meanwhile":  {disputed, move{ActCancel, SideB, 6 * dayLong}, fault.Status},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := play(t, proposed(), test.before...)
			if _, _, err := Apply(d, test.move.command(), start.Add(test.move.at)); !fault.Is(err, test.code) {
				t.Errorf("got %v, want %s", err, test.code)
			}
		})
	}
}

func TestResolvedActiveBeginsAnew(t *testing.T) {
	t.Parallel()
	zone := "America/Santiago"
	loc, err := civil.LoadZone(zone)
	if err != nil {
		t.Fatal(err)
	}
	base := proposed()
	base.Zone = zone
	base.DueDate = civil.Date{Year: 2026, Month: 3, Day: 10}
	base.DueAt = civil.End(base.DueDate, loc) // 2026-03-11T03:00Z
	for name, test := range map[string]struct {
		before []move
		at     time.Duration
		due    civil.Date
		want   string
	}{
		"what was left, from now":      {[]move{disputeA}, 9 * dayLong, civil.Date{}, "2026-03-14"}, // 4d 18h after 10 March 9h
		"at once, the same day":        {[]move{disputeA}, 5 * dayLong, civil.Date{}, "2026-03-10"},
		"never less than 48 hours":     {[]move{overdue, after(11*dayLong, disputeA)}, 12 * dayLong, civil.Date{}, "2026-03-15"},
		"a later day of the mediator":  {[]move{disputeA}, 9 * dayLong, civil.Date{Year: 2026, Month: 4, Day: 1}, "2026-04-01"},
		"the same day of the mediator": {[]move{disputeA}, 9 * dayLong, civil.Date{Year: 2026, Month: 3, Day: 14}, "2026-03-14"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := play(t, base, slices.Concat([]move{confirmA, confirmB, markB}, test.before)...)
			c := decide(Active, "")
			c.Due = test.due
			d, event := must(t, d, c, test.at)
			if d.DueDate.String() != test.want || !d.DueAt.Equal(civil.End(d.DueDate, loc)) {
				t.Errorf("due %s (%v), want %s", d.DueDate, d.DueAt, test.want)
			}
			if d.Status != Active || d.A.Done || d.B.Done || d.Late || !d.OverdueAt.IsZero() || d.A.Penalised || d.Dispute != (Dispute{}) {
				t.Errorf("not begun anew: %+v", d)
			}
			if wasLate := len(test.before) == 2; (event.Reversed == "a") != wasLate || event.Result != Active {
				t.Errorf("event %+v", event)
			}
		})
	}
	d := play(t, base, confirmA, confirmB, disputeA)
	early := Command{Act: ActResolve, Result: Active, Due: civil.Date{Year: 2026, Month: 3, Day: 13}}
	if _, _, err := Apply(d, early, start.Add(9*dayLong)); !isFault(err, "deals.refuse.due_early") {
		t.Errorf("an earlier day: %v", err)
	}
}

func TestResolvedForGood(t *testing.T) {
	t.Parallel()
	disputed := play(t, proposed(), slices.Concat(lateNow, []move{lateA, after(12*dayLong, disputeA)})...)
	for fault, want := range map[string][2]Outcome{
		"a": {AtFault, NotAtFault}, "b": {NotAtFault, AtFault}, "ab": {AtFault, AtFault},
	} {
		d, event := must(t, disputed, decide(Defaulted, fault), 13*dayLong)
		if d.A.Outcome != want[0] || d.B.Outcome != want[1] || event.Default != fault || d.ClosedAt.IsZero() {
			t.Errorf("%s: %+v %+v, event %+v", fault, d.A, d.B, event)
		}
	}
	d, event := must(t, disputed, decide(Completed, ""), 13*dayLong)
	if d.Status != Completed || d.A.Outcome != Late || d.B.Outcome != Late || event.Default != "" || !d.LateMarkAt.IsZero() {
		t.Errorf("completed: %+v, event %+v", d, event)
	}
	onTime := play(t, proposed(), slices.Concat(activeNow, []move{disputeB})...)
	if d, _ := must(t, onTime, decide(Completed, ""), 30*dayLong); d.A.Outcome != OnTime {
		t.Errorf("never overdue, and %s", d.A.Outcome)
	}
}

// TestOverdueIsDefaultedAfterTheGrace is row 16.
func TestOverdueIsDefaultedAfterTheGrace(t *testing.T) {
	t.Parallel()
	d := play(t, proposed(), slices.Concat(activeNow, []move{markA, overdue})...)
	if _, _, err := Apply(d, decide(Defaulted, "b"), start.Add(13*dayLong-tick)); !isFault(err, "deals.refuse.grace") {
		t.Errorf("a millisecond early: %v", err)
	}
	for _, result := range []Status{Active, Completed} {
		if _, _, err := Apply(d, decide(result, ""), start.Add(20*dayLong)); !fault.Is(err, fault.Status) {
			t.Errorf("%s without a dispute: %v", result, err)
		}
	}
	d, event := must(t, d, decide(Defaulted, "b"), 13*dayLong)
	if d.Status != Defaulted || event.Reversed != "b" || event.Default != "b" || d.B.Penalised {
		t.Errorf("%+v, event %+v", d, event)
	}
	active := play(t, proposed(), activeNow...)
	if _, _, err := Apply(active, decide(Defaulted, "b"), start.Add(3*dayLong)); !fault.Is(err, fault.Status) {
		t.Errorf("an active one: %v", err)
	}
}
