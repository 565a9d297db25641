package bot

import (
	"context"
	"sync"
)

// leases are names held by one holder at a time. A store on one machine belongs
// to one process, so memory is enough.
type leases struct {
	mu   sync.Mutex
	held map[string]chan struct{}
}

// hold waits until the name is free or ctx ends.
func (l *leases) hold(ctx context.Context, name string) (func(), error) {
	for {
		l.mu.Lock()
		taken, busy := l.held[name]
		if !busy {
			if l.held == nil {
				l.held = map[string]chan struct{}{}
			}
			mine := make(chan struct{})
			l.held[name] = mine
			l.mu.Unlock()
			return sync.OnceFunc(func() { l.release(name, mine) }), nil
		}
		l.mu.Unlock()
		select {
		case <-taken:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (l *leases) release(name string, mine chan struct{}) {
	l.mu.Lock()
	delete(l.held, name)
	l.mu.Unlock()
	close(mine)
}
