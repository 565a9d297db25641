package rep

import (
	"fmt"
	"testing"
	"time"
)

const oneDay = 24 * time.Hour

// The published cases, through the database.
func TestCases(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.scores("nobody", 500)
	r.happen(both(usd(Completed, "ann", "ben"))...)
	r.scores("ann", 607)
	r.scores("ben", 607)
	for i := range 10 {
		r.happen(both(usd(Completed, "many", fmt.Sprint("p", i)))...)
		r.happen(both(usd(Completed, "same", "again"))...)
	}
	r.scores("many", 865)
	r.scores("same", 721)
	r.happen(usd(Defaulted, "many", "p0"))
	r.scores("many", 710)
	r.happen(usd(Defaulted, "bad", "x"))
	r.scores("bad", 276)
	r.happen(usd(Penalised, "slow", "x"))
	r.scores("slow", 393)
	if c := r.stands("many").counts; c != (counts{Completed: 10, Defaulted: 1, Partners: 10}) {
		t.Errorf("counts %+v", c)
	}
	if c := r.stands("same").counts; c.Partners != 1 || c.Completed != 10 {
		t.Errorf("counts %+v", c)
	}
	for later, want := range []int64{603, 560, 532} {
		r.clock.Set(today.Add([]time.Duration{12, 180, 360}[later] * oneDay))
		r.scores("ann", want)
	}
}

func TestLateAndRepeated(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	late := usd(Completed, "ann", "ben")
	late.Late = true
	r.happen(both(late)...)
	r.scores("ann", 560)
	r.happen(both(usd(Completed, "cat", "dan"))...)
	r.happen(both(usd(Completed, "dan", "cat"))...)
	before := r.stands("cat").mass.Est
	third := usd(Completed, "cat", "dan")
	third.Late, third.Network = true, "Tango"
	r.happen(both(third)...)
	if got := r.stands("cat").mass.Est - before; got != 451261 {
		t.Errorf("the third deal, late, on another network brings %d", got)
	}
	// After 180 days the pair begins anew; the day before it does not.
	for days, k := range map[int]int64{179: 4, 180: 1} {
		r := newRig(t)
		for range 3 {
			r.happen(both(usd(Completed, "cat", "dan"))...)
		}
		r.clock.Advance(time.Duration(days) * oneDay)
		r.happen(both(usd(Completed, "cat", "dan"))...)
		r.read(func(l ledger) error {
			all, err := l.top("cat", 10)
			for _, c := range all {
				if c.day == dayOf(r.clock.Now()) && c.k != k {
					t.Errorf("after %d days k = %d, want %d", days, c.k, k)
				}
			}
			return err
		})
	}
}

// A penalty is taken back where it was laid, however much later.
func TestReversedInItsOwnDay(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.happen(usd(Penalised, "slow", "ann"))
	r.clock.Advance(200 * oneDay)
	late := usd(Completed, "slow", "ann")
	late.Late = true
	r.happen(append(both(late), usd(Reversed, "slow", "ann"))...)
	v := r.stands("slow")
	if v.mass != (Mass{Est: 1353785}) || v.counts.Overdue != 0 || v.counts.Late != 1 {
		t.Errorf("%+v", v)
	}
	// A second time there is nothing to take back.
	r.happen(usd(Reversed, "slow", "ann"))
	if again := r.stands("slow"); again != v {
		t.Errorf("%+v", again)
	}
}

func TestCounts(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.happen(both(usd(Activated, "ann", "ben"))...)
	r.clock.Advance(oneDay)
	second := usd(Activated, "ann", "ben")
	second.Network = "Tango"
	r.happen(both(second)...)
	r.happen(both(usd(Disputed, "ann", "ben"))...)
	r.happen(both(usd(Cancelled, "ann", "ben"))...)
	r.happen(usd(Cancelled, "ann", "")) // an invitation that nobody took
	r.happen(usd(Cancelled, "", "ann"))
	want := counts{Disputed: 1, Cancelled: 2, Day: 20777}
	if v := r.stands("ann"); v.counts != want || !v.unproven() {
		t.Errorf("%+v", v)
	}
	r.read(func(l ledger) error {
		c, err := l.counted("ann", "Tango")
		if c != (counts{Day: 20778}) {
			t.Errorf("on Tango: %+v", c)
		}
		return err
	})
}

// Partners are counted once over all networks, and once on each.
func TestPartners(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.verify("ben")
	for _, network := range []string{"TikTok", "TikTok", "Tango"} {
		f := usd(Completed, "ann", "ben")
		f.Network = network
		r.happen(both(f)...)
	}
	r.happen(both(usd(Completed, "ann", "cat"))...)
	if c := r.stands("ann").counts; c.Partners != 2 || c.Verified != 1 || c.Completed != 4 {
		t.Errorf("%+v", c)
	}
	r.read(func(l ledger) error {
		c, err := l.counted("ann", "Tango")
		if c.Partners != 1 || c.Verified != 1 || c.Completed != 1 {
			t.Errorf("on Tango: %+v", c)
		}
		return err
	})
}
