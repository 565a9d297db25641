package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/parleybot/parley/core/store"
)

// The runner looks at the table when it is woken and when something falls due; at
// the latest after rest, in case somebody forgot to wake it. After a failure of
// the store it rests as long.
const rest = time.Second

// grace is how long a stop waits for messages under way to end, and then again
// for them to obey their cancelled context.
const grace = 4 * time.Second

// Run sends notifications until ctx ends, waits for what is under way, records it
// and returns nil. The frontends must go on running until then. It fails only
// when the store is closed, or this process taken for dead. What a dead process left behind is settled first.
func (r *Runner) Run(ctx context.Context) error {
	// Sends outlive the stop: a message cut off half-way is of unknown outcome.
	sending, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	started := false
	for ctx.Err() == nil {
		var next time.Time
		var err error
		if !started {
			err = r.adopt(ctx)
			started = err == nil
		}
		if err == nil {
			next, err = r.step(ctx, sending)
		}
		if errors.Is(err, store.ErrClosed) || errors.Is(err, store.ErrFenced) {
			return fmt.Errorf("outbox: run: %w", err)
		}
		if err != nil && ctx.Err() == nil {
			r.log.Error("outbox: the store failed; trying again", "err", err)
		}
		r.wait(ctx, err, next)
	}
	return r.drain(ctx, cancel)
}

// step records and claims until there is nothing to do at once, and returns when
// there will be; zero for not known.
func (r *Runner) step(ctx, sending context.Context) (next time.Time, err error) {
	for ctx.Err() == nil {
		r.collect()
		if len(r.results) == 0 {
			v, err := r.look(ctx)
			if err != nil {
				return time.Time{}, err
			}
			if !v.due {
				r.quiet()
				return v.next, nil
			}
		}
		if err := r.turn(ctx, sending); err != nil {
			return time.Time{}, err
		}
	}
	return time.Time{}, nil
}

// quiet answers Idle when nothing is under way.
func (r *Runner) quiet() {
	if len(r.flying) > 0 {
		return
	}
	for _, done := range r.waiting {
		close(done)
	}
	r.waiting = nil
}

// wait ends when there may be something to do. Being asked for Idle is a reason
// too: who asks wants a look that began after the question.
func (r *Runner) wait(ctx context.Context, failed error, next time.Time) {
	pause := rest
	if !next.IsZero() {
		pause = min(rest, max(time.Millisecond, next.Sub(r.now())))
	}
	wake, landed := r.wake, r.landed
	if failed != nil {
		wake, landed = nil, nil // the store needs the rest
	}
	select {
	case <-ctx.Done():
	case <-wake:
	case res := <-landed:
		r.results = append(r.results, res)
	case done := <-r.idle:
		r.waiting = append(r.waiting, done)
	case <-r.after(pause):
	}
}

// collect takes in what has ended, without waiting for more: the longer a turn
// takes, the more of them share the next one's commit.
func (r *Runner) collect() {
	for {
		select {
		case res := <-r.landed:
			r.results = append(r.results, res)
		default:
			return
		}
	}
}

// drain waits for what is under way and records it. What does not end in time is
// left to the next start, which will not know its outcome.
func (r *Runner) drain(ctx context.Context, cancel func()) error {
	timeout, cancelled := r.after(grace), false
	for len(r.flying) > len(r.results) {
		select {
		case res := <-r.landed:
			r.results = append(r.results, res)
			continue
		case <-timeout:
		}
		if cancelled {
			r.log.Warn("outbox: stopped with messages under way", "count", len(r.flying)-len(r.results))
			break
		}
		cancel()
		timeout, cancelled = r.after(grace), true
	}
	if len(r.results) == 0 && !r.unsure {
		return nil
	}
	if err := r.store.Write(context.WithoutCancel(ctx), r.settleAll); err != nil {
		return fmt.Errorf("outbox: record the last outcomes: %w", err)
	}
	return nil
}
