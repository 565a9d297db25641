package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func TestEightRunnersRunEachJobOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const count = 100
	var fetched atomic.Int64
	var want []string
	w.write(func(tx *store.Tx) error {
		for i := range count {
			kind := []string{"plain", "fetched"}[i%2]
			if _, err := jobs.Schedule(tx, jobs.Job{Kind: kind, Subject: fmt.Sprintf("%03d", i), Due: tx.Now()}); err != nil {
				return err
			}
			want = append(want, key(kind, fmt.Sprintf("%03d", i), tx.Now()))
		}
		return nil
	})
	var tried atomic.Int64
	var wg sync.WaitGroup
	for range 8 {
		r := w.runner(
			jobs.Handler{Kind: "plain", Do: write},
			jobs.Handler{Kind: "every", Every: time.Minute, Do: write},
			jobs.Handler{Kind: "fetched", Do: write, Fetch: func(context.Context, jobs.Job) ([]byte, error) {
				fetched.Add(1)
				return nil, nil
			}},
		)
		wg.Go(func() {
			n, err := r.RunDue(t.Context())
			if err != nil {
				t.Errorf("run due: %v", err)
			}
			tried.Add(int64(n))
		})
	}
	wg.Wait()
	got := w.column(`SELECT key FROM effects ORDER BY key`)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%d effects, want each of %d once", len(got), count)
	}
	if tried.Load() != count || fetched.Load() != count/2 {
		t.Errorf("%d tries and %d fetches, want %d and %d", tried.Load(), fetched.Load(), count, count/2)
	}
	if rows := w.column(`SELECT kind FROM jobs WHERE kind = 'every'`); len(rows) != 1 {
		t.Errorf("%d rows of a recurring kind, want 1", len(rows))
	}
}

// reopen closes the store and opens the same database with the clock moved by d.
func (w *world) reopen(d time.Duration) {
	w.t.Helper()
	if err := w.store.Close(); err != nil {
		w.t.Fatal(err)
	}
	w.clock.Advance(d)
	w.store = storetest.OpenOptions(w.t, w.options)
}

// A commit fails before or after its effect: the job's effect is there once.
func TestFailingCommits(t *testing.T) {
	t.Parallel()
	for name, at := range map[string]store.Moment{"before": store.BeforeCommit, "after": store.AfterCommit} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			var armed atomic.Bool
			w.store = storetest.OpenOptions(t, store.Options{
				Now: w.clock.Now, Migrations: migrations(),
				Fault: func(_ int64, m store.Moment) error {
					if m == at && armed.CompareAndSwap(true, false) {
						return errors.New("disk on fire")
					}
					return nil
				},
			})
			runs := 0
			r := w.runner(jobs.Handler{Kind: "k", Do: func(tx *store.Tx, j jobs.Job, _ []byte) error {
				runs++
				armed.Store(runs == 1)
				return write(tx, j, nil)
			}})
			w.schedule("k", "s", w.clock.Now())
			if _, err := r.RunDue(t.Context()); err == nil {
				t.Error("the failing commit went unnoticed")
			}
			w.runDue(r)
			if got := w.effects(); len(got) != 1 {
				t.Errorf("effects %v, want one", got)
			}
		})
	}
}

func TestRunWakesAndIdles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var committed atomic.Int64
	r := jobs.New(jobs.Options{
		Store: w.store, Now: w.clock.Now,
		Handlers: []jobs.Handler{{Kind: "k", Do: func(tx *store.Tx, j jobs.Job, _ []byte) error {
			if j.Subject == "first" { // one job begets another
				if _, err := jobs.Schedule(tx, jobs.Job{Kind: "k", Subject: "second", Due: tx.Now()}); err != nil {
					return err
				}
			}
			return write(tx, j, nil)
		}}},
		Committed: func() { committed.Add(1) },
	})
	w.start(r)
	w.schedule("k", "first", w.clock.Now())
	w.schedule("k", "later", w.clock.Now().Add(time.Hour))
	if err := r.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := w.effects(); len(got) != 2 || committed.Load() != 2 {
		t.Errorf("effects %v, told of %d commits", got, committed.Load())
	}
	w.clock.Advance(time.Hour)
	if err := r.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := w.effects(); len(got) != 3 {
		t.Errorf("effects %v", got)
	}
}

func TestRunSleepsUntilTheNextJob(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pauses, over := make(chan time.Duration), make(chan time.Time)
	r := jobs.New(jobs.Options{
		Store: w.store, Now: w.clock.Now, Handlers: []jobs.Handler{{Kind: "k", Do: write}},
		After: func(d time.Duration) <-chan time.Time { pauses <- d; return over },
	})
	w.start(r)
	if d := <-pauses; d != time.Second {
		t.Errorf("rests for %v with nothing planned, want a second", d)
	}
	w.schedule("k", "s", w.clock.Now().Add(300*time.Millisecond))
	if d := <-pauses; d != 300*time.Millisecond {
		t.Errorf("rests for %v, want until the job is due", d)
	}
	w.clock.Advance(300 * time.Millisecond)
	over <- time.Time{}
	if d := <-pauses; d != time.Second || len(w.effects()) != 1 {
		t.Errorf("rests for %v after %v, want a second and the job done", d, w.effects())
	}
}

func TestRunEndsWithTheStore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.runner()
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := r.Run(t.Context()); !errors.Is(err, store.ErrClosed) {
		t.Errorf("run returned %v, want the store's end", err)
	}
}

func TestIdleEndsWithItsContext(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.runner().Idle(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("idle without a run returned %v", err)
	}
}
