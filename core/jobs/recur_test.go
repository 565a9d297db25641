package jobs_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store"
)

func TestRecurringTimes(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	// The clock starts on Monday, 2 March 2026, at noon.
	for name, c := range map[string]struct {
		every, offset time.Duration
		want          string
	}{
		"minute":          {time.Minute, 0, "2026-03-02T12:01:00Z"},
		"day":             {day, 0, "2026-03-03T00:00:00Z"},
		"day at 02:00":    {day, 2 * time.Hour, "2026-03-03T02:00:00Z"},
		"day at 12:30":    {day, 12*time.Hour + 30*time.Minute, "2026-03-02T12:30:00Z"},
		"week on Monday":  {7 * day, 0, "2026-03-09T00:00:00Z"},
		"week on Sunday":  {7 * day, 6 * day, "2026-03-08T00:00:00Z"},
		"week, later now": {7 * day, 13 * time.Hour, "2026-03-02T13:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r := w.runner(jobs.Handler{Kind: "k", Every: c.every, Offset: c.offset, Do: write})
			w.runDue(r)
			want, err := time.Parse(time.RFC3339, c.want)
			if err != nil {
				t.Fatal(err)
			}
			w.clock.Set(want.Add(-time.Millisecond))
			if w.runDue(r); len(w.effects()) != 0 {
				t.Errorf("ran before %s: %v", c.want, w.effects())
			}
			w.clock.Set(want)
			w.runDue(r)
			if got := w.effects(); !slices.Equal(got, []string{key("k", "", want) + " "}) {
				t.Errorf("effects %v, want one of %s", got, c.want)
			}
		})
	}
}

func TestMissedRunsAreCaughtUpByOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sweep := jobs.Handler{Kind: "k", Every: time.Minute, Do: write}
	start := w.clock.Now()
	w.runDue(w.runner(sweep))
	w.clock.Advance(time.Hour + 30*time.Second)
	r := w.runner(sweep) // after a long stop
	w.runDue(r)
	w.runDue(r)
	w.clock.Advance(30 * time.Second)
	w.runDue(r)
	want := []string{key("k", "", start.Add(time.Minute)) + " ", key("k", "", start.Add(time.Hour+time.Minute)) + " "}
	if got := w.effects(); !slices.Equal(got, want) {
		t.Errorf("effects\n got %v\nwant %v", got, want)
	}
	if got := w.states(); !slices.Equal(got, []string{"waiting"}) {
		t.Errorf("states %v, want one row", got)
	}
}

func TestRecurringSurvivesItsFailures(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	broken := true
	r := w.runner(jobs.Handler{Kind: "k", Every: time.Hour, Do: func(tx *store.Tx, j jobs.Job, _ []byte) error {
		if broken {
			return errors.New("boom")
		}
		return write(tx, j, nil)
	}})
	start := w.clock.Now()
	w.runDue(r)
	w.clock.Advance(time.Hour)
	for range 10 {
		w.runDue(r)
		w.clock.Advance(5 * time.Minute)
	}
	if n := w.log.count("given up"); n != 1 {
		t.Errorf("given up %d times, want once", n)
	}
	broken = false
	w.clock.Set(start.Add(2 * time.Hour))
	w.runDue(r)
	if got := w.effects(); !slices.Equal(got, []string{key("k", "", start.Add(2*time.Hour)) + " "}) {
		t.Errorf("effects %v, want the next planned run", got)
	}
}

func TestShorterPeriodTakesHold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	start := w.clock.Now()
	w.runDue(w.runner(jobs.Handler{Kind: "k", Every: 24 * time.Hour, Do: write}))
	r := w.runner(jobs.Handler{Kind: "k", Every: time.Minute, Do: write})
	w.runDue(r)
	w.clock.Advance(time.Minute)
	w.runDue(r)
	if got := w.effects(); !slices.Equal(got, []string{key("k", "", start.Add(time.Minute)) + " "}) {
		t.Errorf("effects %v", got)
	}
}

// A program started again on a clock that was set back must not repeat what has
// been done.
func TestClockSetBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	h := jobs.Handler{Kind: "k", Every: time.Minute, Do: write}
	r := w.runner(h)
	w.runDue(r)
	for range 3 {
		w.clock.Advance(time.Minute)
		w.runDue(r)
	}
	before := w.effects()
	w.reopen(-time.Hour)
	r = w.runner(h)
	for range 30 {
		w.runDue(r)
		w.clock.Advance(time.Minute)
	}
	got := w.effects()
	if w.store.Dialect() == store.Postgres {
		// The database knows how late it was, so what follows comes due in time.
		got = got[:min(len(got), len(before))]
		if all := w.effects(); len(slices.Compact(slices.Sorted(slices.Values(all)))) != len(all) {
			t.Errorf("effects %v, some of them twice", all)
		}
	}
	if !slices.Equal(got, before) {
		t.Errorf("effects %v, want those of before", got)
	}
}

// While the program runs, a clock that is set back holds nothing up.
func TestClockSetBackBetweenTries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.runner(jobs.Handler{Kind: "k", Do: func(tx *store.Tx, j jobs.Job, _ []byte) error {
		if j.Attempt == 1 {
			return errors.New("boom")
		}
		return write(tx, j, nil)
	}})
	due := w.clock.Now()
	w.schedule("k", "s", due)
	w.runDue(r)
	w.clock.Advance(-time.Hour)
	w.runDue(r)
	w.clock.Advance(2 * time.Second)
	w.runDue(r)
	if got := w.effects(); !slices.Equal(got, []string{key("k", "s", due) + " "}) {
		t.Errorf("effects %v, want the second try's", got)
	}
}

func TestScheduledByHandForAPlannedTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.runner(jobs.Handler{Kind: "k", Every: time.Minute, Do: write})
	start := w.clock.Now()
	w.runDue(r)
	w.schedule("k", "", start.Add(2*time.Minute))
	for range 3 {
		w.clock.Advance(time.Minute)
		w.runDue(r)
	}
	want := []string{
		key("k", "", start.Add(time.Minute)) + " ",
		key("k", "", start.Add(2*time.Minute)) + " ",
		key("k", "", start.Add(3*time.Minute)) + " ",
	}
	if got := w.effects(); !slices.Equal(got, want) {
		t.Errorf("effects\n got %v\nwant %v", got, want)
	}
}
