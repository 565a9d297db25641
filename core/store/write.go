package store

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"
)

// Write runs fn in a writing transaction on the writer's goroutine, exactly
// once, and returns when its changes are durable. An error from fn, or a context
// that has ended by the time fn returns, undoes this transaction alone. When the
// commit fails, nothing of the batch was recorded and each of its callers is
// told. While ctx ends in the queue, fn is not run. If fn panics, Write panics in
// the caller's goroutine with a *Panic; if fn ends its goroutine, as a failing
// test does, so does Write.
//
// The writer is shared: fn must not wait for anything outside the database.
func (s *Store) Write(ctx context.Context, fn func(tx *Tx) error) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.inflight.Done()
	r := &request{ctx: ctx, fn: fn, done: make(chan struct{})}
	select {
	case s.writer.queue <- r:
	case <-ctx.Done():
		return fmt.Errorf("store: not started: %w", ctx.Err())
	}
	select {
	case <-r.done:
	case <-ctx.Done():
		if r.claim() {
			return fmt.Errorf("store: not started: %w", ctx.Err())
		}
		<-r.done
	}
	if r.thrown != nil {
		panic(r.thrown)
	}
	if r.exited {
		runtime.Goexit()
	}
	return r.err
}

// request is one Write in the queue. The fields below done are set by the writer
// before it closes done.
type request struct {
	ctx     context.Context
	fn      func(tx *Tx) error
	claimed atomic.Bool
	done    chan struct{}

	tx     *Tx
	err    error
	thrown *Panic
	exited bool
}

// claim is won once: by the writer that runs the request, or by the caller who
// gives up on it.
func (r *request) claim() bool { return r.claimed.CompareAndSwap(false, true) }

func (r *request) answer(err error) {
	r.err = err
	close(r.done)
}

// Panic is what Write panics with when its function panicked: the original value
// together with the stack it came from, which is the writer's.
type Panic struct {
	Value any
	Stack []byte
}

// Error gives the value and the original stack.
func (p *Panic) Error() string {
	return fmt.Sprintf("store: panic in a transaction: %v\n\n%s", p.Value, p.Stack)
}

// Unwrap returns the value where it was an error.
func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}
