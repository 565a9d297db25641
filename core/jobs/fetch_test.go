package jobs_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store"
)

func TestFetchRunsOutsideTheTransaction(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.runner(jobs.Handler{Kind: "k", Do: write, Fetch: func(ctx context.Context, j jobs.Job) ([]byte, error) {
		// A transaction of its own would wait for ever inside another one.
		err := w.store.Write(ctx, func(*store.Tx) error { return nil })
		if _, bounded := ctx.Deadline(); !bounded {
			t.Error("a fetch has no time limit")
		}
		return append([]byte("page "), j.Payload...), err
	}})
	due := w.clock.Now()
	w.schedule("k", "s", due)
	if n := w.runDue(r); n != 1 {
		t.Errorf("%d tries, want 1", n)
	}
	if got := w.effects(); !slices.Equal(got, []string{key("k", "s", due) + " page p"}) {
		t.Errorf("effects %v", got)
	}
}

func TestFailedFetchIsTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.runner(jobs.Handler{Kind: "k", Do: write, Fetch: func(_ context.Context, j jobs.Job) ([]byte, error) {
		switch j.Attempt {
		case 1:
			return nil, errors.New("no network")
		case 2:
			panic("no network either")
		}
		return []byte("third"), nil
	}})
	due := w.clock.Now()
	w.schedule("k", "s", due)
	w.runDue(r)
	w.clock.Advance(time.Second)
	w.runDue(r)
	w.clock.Advance(4 * time.Second)
	w.runDue(r)
	if got := w.effects(); !slices.Equal(got, []string{key("k", "s", due) + " third"}) {
		t.Errorf("effects %v", got)
	}
}

// hanging is a handler whose first fetch waits to be let go.
func hanging(begun chan<- struct{}, let <-chan struct{}) jobs.Handler {
	return jobs.Handler{Kind: "k", Do: write, Fetch: func(_ context.Context, j jobs.Job) ([]byte, error) {
		if j.Attempt == 1 {
			begun <- struct{}{}
			<-let
			return []byte("late"), nil
		}
		return []byte("again"), nil
	}}
}

func TestLateFetchIsFenced(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	begun, let := make(chan struct{}), make(chan struct{})
	first, second := w.runner(hanging(begun, let)), w.runner(hanging(begun, let))
	due := w.clock.Now()
	w.schedule("k", "s", due)
	done := make(chan struct{})
	go func() { defer close(done); w.runDue(first) }()
	<-begun
	if n := w.runDue(second); n != 0 {
		t.Errorf("%d tries while the lease holds, want 0", n)
	}
	w.clock.Advance(2 * time.Minute) // longer than any lease
	w.runDue(second)
	w.clock.Advance(time.Second)
	w.runDue(second)
	close(let)
	<-done
	if got := w.effects(); !slices.Equal(got, []string{key("k", "s", due) + " again"}) {
		t.Errorf("effects %v, want the second runner's alone", got)
	}
	if n := w.log.count("could not be used"); n != 1 {
		t.Errorf("the late result was logged %d times, want 1", n)
	}
}

func TestCancelWhileFetching(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	begun, let := make(chan struct{}), make(chan struct{})
	r := w.runner(hanging(begun, let))
	w.schedule("k", "s", w.clock.Now())
	done := make(chan struct{})
	go func() { defer close(done); w.runDue(r) }()
	<-begun
	w.write(func(tx *store.Tx) error { return jobs.Cancel(tx, "k", "s") })
	close(let)
	<-done
	if got := w.effects(); len(got) != 0 {
		t.Errorf("effects %v of a cancelled job", got)
	}
}

func TestSlowFetchHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	begun, let := make(chan struct{}, 20), make(chan struct{})
	quick := make(chan struct{}, 1)
	r := w.runner(hanging(begun, let), jobs.Handler{Kind: "quick", Do: func(tx *store.Tx, j jobs.Job, _ []byte) error {
		quick <- struct{}{}
		return write(tx, j, nil)
	}})
	w.start(r)
	for i := range 10 { // more than there is room for
		w.schedule("k", string(rune('a'+i)), w.clock.Now())
	}
	r.Wake()
	for range 8 {
		<-begun
	}
	w.schedule("quick", "s", w.clock.Now())
	r.Wake()
	<-quick
	close(let)
	if err := r.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := w.effects(); len(got) != 11 {
		t.Errorf("%d effects, want 11: %v", len(got), got)
	}
}

func TestStopWaitsForAFetch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	begun := make(chan struct{})
	r := w.runner(jobs.Handler{Kind: "k", Do: write, Fetch: func(ctx context.Context, _ jobs.Job) ([]byte, error) {
		close(begun)
		<-ctx.Done() // a stop reaches it
		return []byte("half"), nil
	}})
	stop := w.start(r)
	w.schedule("k", "s", w.clock.Now())
	r.Wake()
	<-begun
	stop()
	if got := w.states(); !slices.Equal(got, []string{"done"}) {
		t.Errorf("states %v, want what was fetched to be recorded", got)
	}
}

// stopped is a handler whose fetches are each cut short by a stop, until whole
// says otherwise, and which notes their attempts. Run it with runUntilStopped.
type stopped struct {
	attempts []int
	whole    bool
	stop     context.CancelFunc
}

func (s *stopped) handler() jobs.Handler {
	return jobs.Handler{Kind: "k", Do: write, Fetch: func(ctx context.Context, j jobs.Job) ([]byte, error) {
		s.attempts = append(s.attempts, j.Attempt)
		if s.whole {
			return []byte("whole"), nil
		}
		s.stop()
		<-ctx.Done()
		return nil, ctx.Err()
	}}
}

func (s *stopped) runUntilStopped(w *world) {
	ctx, stop := context.WithCancel(w.t.Context())
	defer stop()
	s.stop = stop
	if _, err := w.runner(s.handler()).RunDue(ctx); err != nil && !errors.Is(err, context.Canceled) {
		w.t.Errorf("run due: %v", err)
	}
}

// A release stops the program, and many releases in a row must not use up the
// tries of a job that takes long to fetch.
func TestStopCostsAFetchNoTry(t *testing.T) {
	t.Parallel()
	w, s := newWorld(t), &stopped{}
	due := w.clock.Now()
	w.schedule("k", "s", due)
	for range 7 { // more than it has tries
		s.runUntilStopped(w)
		if got := w.states(); !slices.Equal(got, []string{"waiting"}) {
			t.Fatalf("states %v after a stop, want it to wait for the next start", got)
		}
	}
	s.whole = true
	w.runDue(w.runner(s.handler())) // at once: the clock has not moved
	if got := w.effects(); !slices.Equal(got, []string{key("k", "s", due) + " whole"}) {
		t.Errorf("effects %v", got)
	}
	if want := []int{1, 1, 1, 1, 1, 1, 1, 1}; !slices.Equal(s.attempts, want) {
		t.Errorf("attempts %v, want %v", s.attempts, want)
	}
	if n := w.log.count("level="); n > 0 {
		t.Errorf("%d lines logged about nothing", n)
	}
}

// What a fetch does wrong by itself counts, and a stop does not forget it.
func TestStopForgetsNoFailure(t *testing.T) {
	t.Parallel()
	w, s := newWorld(t), &stopped{}
	w.schedule("k", "s", w.clock.Now())
	w.runDue(w.runner(jobs.Handler{Kind: "k", Do: write, Fetch: func(context.Context, jobs.Job) ([]byte, error) {
		return nil, errors.New("no network")
	}}))
	w.clock.Advance(time.Second)
	s.runUntilStopped(w)
	s.runUntilStopped(w)
	if want := []int{2, 2}; !slices.Equal(s.attempts, want) {
		t.Errorf("attempts %v, want %v", s.attempts, want)
	}
}

// A handler that says how long it may take is given that long, and keeps its
// lease as long.
func TestFetchWithin(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	begun, let := make(chan struct{}), make(chan struct{})
	h := hanging(begun, let)
	h.Within = time.Hour
	inner := h.Fetch
	h.Fetch = func(ctx context.Context, j jobs.Job) ([]byte, error) {
		if until, ok := ctx.Deadline(); !ok || time.Until(until) < time.Hour-time.Minute {
			t.Errorf("the fetch may last until %v", until)
		}
		return inner(ctx, j)
	}
	first, second := w.runner(h), w.runner(h)
	due := w.clock.Now()
	w.schedule("k", "s", due)
	done := make(chan struct{})
	go func() { defer close(done); w.runDue(first) }()
	<-begun
	w.clock.Advance(time.Hour)
	if n := w.runDue(second); n != 0 {
		t.Errorf("%d tries while the lease holds, want 0", n)
	}
	close(let)
	<-done
	if got := w.effects(); !slices.Equal(got, []string{key("k", "s", due) + " late"}) {
		t.Errorf("effects %v, want those of the first", got)
	}
}
