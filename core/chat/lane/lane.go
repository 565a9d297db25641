// Package lane runs work in order where order matters and at once where it
// does not: tasks of one key run one after the other, in the order in which
// they came; tasks of different keys run side by side.
//
// Frontends use it to hand interactions of one person over in order, the engine
// to keep that order whatever a frontend does.
package lane

import (
	"context"
	"sync"
)

// Lanes is a set of lanes. The zero value is ready for use.
type Lanes struct {
	mu    sync.Mutex
	tails map[string]chan struct{}
}

// Do waits until every earlier task of the key is over, runs fn and returns. If
// ctx ends while it waits, fn is not run and the context's error is returned;
// the order of the others does not suffer.
func (l *Lanes) Do(ctx context.Context, key string, fn func()) error {
	return l.Enter(key)(ctx, fn)
}

// Enter takes the next position of the key's lane at once and returns the
// function that waits for it and runs; it must be called exactly once. Use it
// where the position must be taken before a goroutine starts.
func (l *Lanes) Enter(key string) func(ctx context.Context, fn func()) error {
	done := make(chan struct{})
	l.mu.Lock()
	if l.tails == nil {
		l.tails = make(map[string]chan struct{})
	}
	before := l.tails[key]
	l.tails[key] = done
	l.mu.Unlock()
	return func(ctx context.Context, fn func()) error {
		if before != nil {
			select {
			case <-before:
			case <-ctx.Done():
				go func() { <-before; l.leave(key, done) }()
				return ctx.Err()
			}
		}
		defer l.leave(key, done)
		fn()
		return nil
	}
}

// leave lets the next task run and forgets a lane that is empty.
func (l *Lanes) leave(key string, done chan struct{}) {
	l.mu.Lock()
	if l.tails[key] == done {
		delete(l.tails, key)
	}
	l.mu.Unlock()
	close(done)
}
