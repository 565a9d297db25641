package jobs_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store"
)

func TestScheduleOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.runner(jobs.Handler{Kind: "k", Do: write})
	due := w.clock.Now().Add(time.Hour)
	if !w.schedule("k", "s", due) || w.schedule("k", "s", due) || !w.schedule("k", "s2", due) {
		t.Error("the same job twice must count once, another one by itself")
	}
	if n := w.runDue(r); n != 0 {
		t.Errorf("%d ran before their time", n)
	}
	w.clock.Advance(time.Hour)
	if n := w.runDue(r); n != 2 {
		t.Errorf("%d ran, want 2", n)
	}
	want := []string{key("k", "s2", due) + " ", key("k", "s", due) + " "}
	got := w.effects() // they run side by side
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("effects %v, want %v", got, want)
	}
	if w.schedule("k", "s", due) || w.runDue(r) != 0 {
		t.Error("a job that has run was run again")
	}
}

func TestScheduleRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, j := range []jobs.Job{{Due: w.clock.Now()}, {Kind: "k"}} {
		err := w.store.Write(t.Context(), func(tx *store.Tx) error {
			_, err := jobs.Schedule(tx, j)
			return err
		})
		if err == nil {
			t.Errorf("%+v was accepted", j)
		}
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.runner(jobs.Handler{Kind: "k", Do: write})
	due := w.clock.Now()
	w.schedule("k", "gone", due)
	w.schedule("k", "kept", due)
	w.write(func(tx *store.Tx) error { return jobs.Cancel(tx, "k", "gone") })
	w.runDue(r)
	if got := w.effects(); !slices.Equal(got, []string{key("k", "kept", due) + " "}) {
		t.Errorf("effects %v", got)
	}
	if !w.schedule("k", "gone", due) {
		t.Error("a cancelled job cannot be scheduled again")
	}
}

func TestHandlerSeesTheJob(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var got jobs.Job
	r := w.runner(jobs.Handler{Kind: "k", Do: func(_ *store.Tx, j jobs.Job, _ []byte) error { got = j; return nil }})
	due := w.clock.Now().Add(-time.Hour) // long past: runs at once
	w.schedule("k", "s", due)
	w.runDue(r)
	if got.ID == "" || got.Kind != "k" || got.Subject != "s" || !got.Due.Equal(due) || string(got.Payload) != "p" || got.Attempt != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestFailuresBackOffAndDie(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func() error{
		"error": func() error { return errors.New("boom") },
		"panic": func() error { panic("boom") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			var attempts []int
			r := w.runner(jobs.Handler{Kind: "k", Do: func(tx *store.Tx, j jobs.Job, _ []byte) error {
				attempts = append(attempts, j.Attempt)
				if err := write(tx, j, nil); err != nil {
					return err
				}
				return fail()
			}})
			w.schedule("k", "s", w.clock.Now())
			for _, pause := range []time.Duration{1, 4, 16, 64, 256} {
				if n := w.runDue(r); n != 1 {
					t.Errorf("%d tries, want 1", n)
				}
				w.clock.Advance(pause*time.Second - time.Millisecond)
				if n := w.runDue(r); n != 0 {
					t.Errorf("tried again too early, before %v s", int(pause))
				}
				w.clock.Advance(time.Millisecond)
			}
			w.runDue(r)
			w.clock.Advance(time.Hour)
			w.runDue(r)
			if !slices.Equal(attempts, []int{1, 2, 3, 4, 5, 6}) || !slices.Equal(w.states(), []string{"dead"}) {
				t.Errorf("attempts %v, states %v", attempts, w.states())
			}
			if got := w.effects(); len(got) != 0 {
				t.Errorf("effects of failed tries remain: %v", got)
			}
			if n := w.log.count("given up"); n != 1 {
				t.Errorf("given up %d times in the log, want 1", n)
			}
		})
	}
}

func TestFailureThenSuccess(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.runner(jobs.Handler{Kind: "k", Do: func(tx *store.Tx, j jobs.Job, _ []byte) error {
		if j.Attempt == 1 {
			return errors.New("boom")
		}
		return write(tx, j, nil)
	}})
	w.schedule("k", "s", w.clock.Now())
	w.runDue(r)
	w.clock.Advance(time.Second)
	w.runDue(r)
	if got := w.effects(); len(got) != 1 || !slices.Equal(w.states(), []string{"done"}) {
		t.Errorf("effects %v, states %v", got, w.states())
	}
}

func TestUnavailableStoreIsNotTheJobsFault(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	full := true
	r := w.runner(jobs.Handler{Kind: "k", Do: func(tx *store.Tx, j jobs.Job, _ []byte) error {
		if full {
			return &store.Error{Kind: store.Full, Err: errors.New("disk full")}
		}
		return write(tx, j, nil)
	}})
	w.schedule("k", "s", w.clock.Now())
	if _, err := r.RunDue(t.Context()); !errors.Is(err, store.ErrFull) {
		t.Errorf("run due returned %v, want the store's error", err)
	}
	full = false
	if n := w.runDue(r); n != 1 || len(w.effects()) != 1 {
		t.Errorf("%d tries, effects %v: it should still have been due", n, w.effects())
	}
}

func TestForeignKindsAreLeftAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 2 {
		w.schedule("removed", "s", w.clock.Now())
		w.schedule("k", "s", w.clock.Now())
	}
	w.runDue(w.runner(jobs.Handler{Kind: "k", Do: write}))
	if got := w.states(); !slices.Equal(got, []string{"waiting", "done"}) {
		t.Errorf("states %v", got)
	}
}

func TestPrune(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.runner(jobs.Handler{Kind: "k", Do: write})
	w.runDue(r) // plans the upkeep
	w.schedule("k", "old", w.clock.Now())
	w.runDue(r)
	w.clock.Advance(29 * 24 * time.Hour)
	w.schedule("k", "new", w.clock.Now())
	w.runDue(r)
	if got := w.states(); !slices.Equal(got, []string{"done", "done"}) {
		t.Errorf("after 29 days: %v", got)
	}
	w.clock.Advance(2 * 24 * time.Hour)
	w.runDue(r)
	if got := w.column(`SELECT subject FROM jobs WHERE kind = 'k'`); !slices.Equal(got, []string{"new"}) {
		t.Errorf("after 31 days %v are left", got)
	}
}

func TestNewRefusesABadList(t *testing.T) {
	t.Parallel()
	for name, handlers := range map[string][]jobs.Handler{
		"twice":   {{Kind: "k", Do: write}, {Kind: "k", Do: write}},
		"nothing": {{Kind: "k"}},
		"unnamed": {{Do: write}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			defer func() {
				if recover() == nil {
					t.Error("accepted")
				}
			}()
			w.runner(handlers...)
		})
	}
}
