package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/trace"
)

// Options say what a Runner works with.
type Options struct {
	Store    *store.Store
	Handlers []Handler
	Now      func() time.Time                       // default the store's clock, by which jobs are due
	After    func(d time.Duration) <-chan time.Time // default time.After
	Logger   *slog.Logger                           // default slog.Default
	// Committed is called after each commit of a job's effects, from any
	// goroutine: it wakes whoever sends the notifications written there.
	Committed func()
	// Tried is told of every try whose end is durable: how long its transaction
	// took, the wait for the writer included, and whether the work failed.
	Tried func(kind string, took time.Duration, failed bool)
	Trace trace.Start // a span for each try; nil: none
}

// Runner carries out jobs. Any number of them may work on one store.
type Runner struct {
	store     *store.Store
	handlers  map[string]Handler
	now       func() time.Time
	after     func(time.Duration) <-chan time.Time
	log       *slog.Logger
	committed func()
	tried     func(kind string, took time.Duration, failed bool)
	trace     trace.Start

	planned  atomic.Bool   // the recurring kinds have their rows
	fetching chan struct{} // one element for each Fetch under way
	wake     store.Bell
	idle     chan chan struct{}
}

// Between two looks at the table it rests for as long as nothing is due, but not
// longer than the first, in case somebody forgot to wake it. After a failure of
// the store itself it rests as long.
const rest = time.Second

// parallel is how many jobs run at once, and how many more are fetching.
const parallel = 8

// New returns a runner of the handlers and of the package's own upkeep. It panics
// when two handlers share a kind, or one cannot do anything: the list is part of
// the program.
func New(o Options) *Runner {
	r := &Runner{
		store: o.Store, now: o.Now, after: o.After, log: o.Logger, committed: o.Committed,
		tried: o.Tried, trace: o.Trace,
		handlers: make(map[string]Handler),
		fetching: make(chan struct{}, parallel),
		wake:     o.Store.Bell(bell),
		idle:     make(chan chan struct{}),
	}
	if r.now == nil {
		r.now = r.store.Now
	}
	if r.after == nil {
		r.after = time.After
	}
	if r.log == nil {
		r.log = slog.Default()
	}
	if r.tried == nil {
		r.tried = func(string, time.Duration, bool) {}
	}
	if r.committed == nil {
		r.committed = func() {}
	}
	for _, h := range append([]Handler{upkeep()}, o.Handlers...) {
		if _, twice := r.handlers[h.Kind]; twice || h.Kind == "" || h.Do == nil {
			panic(fmt.Sprintf("jobs: handler %q is incomplete or listed twice", h.Kind))
		}
		r.handlers[h.Kind] = h
	}
	return r
}

// Wake has the runner look for due jobs now. It never blocks.
func (r *Runner) Wake() { r.wake.Ring() }

// Idle waits until no job is due or running. It needs a running Run.
func (r *Runner) Idle(ctx context.Context) error {
	done := make(chan struct{})
	select {
	case r.idle <- done:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Run plans the recurring kinds, catches up what was missed and carries out what
// falls due, until ctx ends; then it lets what runs come to its end and returns
// nil. It fails only when the store is closed, or this process taken for dead.
func (r *Runner) Run(ctx context.Context) error {
	var fetches sync.WaitGroup
	defer fetches.Wait()
	var waiting []chan struct{}
	for ctx.Err() == nil {
		_, err := r.sweep(ctx, &fetches)
		pause := rest
		if err == nil && len(r.fetching) == 0 {
			for _, done := range waiting {
				close(done)
			}
			waiting = nil
		}
		if err == nil {
			pause, err = r.pause(ctx)
		}
		if errors.Is(err, store.ErrClosed) || errors.Is(err, store.ErrFenced) {
			return fmt.Errorf("jobs: run: %w", err)
		}
		if err != nil && ctx.Err() == nil {
			r.log.Error("jobs: the store failed; trying again", "err", err)
		}
		select {
		case <-ctx.Done():
		case <-r.wake:
		case <-r.after(pause):
		case done := <-r.idle:
			waiting = append(waiting, done)
		}
	}
	return nil
}

// pause returns how long nothing will be due.
func (r *Runner) pause(ctx context.Context) (time.Duration, error) {
	var next time.Time
	err := r.store.Read(ctx, func(tx *store.Tx) (err error) {
		next, err = nextRun(tx, r.runnable)
		return err
	})
	if err != nil || next.IsZero() {
		return rest, err
	}
	return min(rest, max(time.Millisecond, next.Sub(r.now()))), nil
}

// runnable reports whether jobs of a kind can be tried now: there is a handler,
// and room to fetch where it fetches.
func (r *Runner) runnable(kind string) bool {
	h, ok := r.handlers[kind]
	return ok && (h.Fetch == nil || len(r.fetching) < cap(r.fetching))
}
