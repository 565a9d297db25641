package store

import (
	"context"
	"sync"
	"time"
)

const (
	// holdLook is how often a name is looked at that another process has, in case
	// nobody rings.
	holdLook = time.Second
	// holdSpread is how long a process leaves a free name to the others, for each
	// one of the kind that it has already.
	holdSpread = 300 * time.Millisecond
	// letGoWithin bounds giving a name back.
	letGoWithin = 5 * time.Second
)

// leases are names of which each is held once.
type leases struct {
	mu   sync.Mutex
	held map[string]chan struct{}
	kind map[string]int // how many of a kind are held
}

// Lease waits until the name is free and holds it, once among all processes of
// the database, until release is called or the process is gone. Names of one kind
// spread over the processes that wait for them. It fails when ctx ends, and with
// ErrFenced or ErrClosed. A database that is away is waited for.
func (s *Store) Lease(ctx context.Context, kind, name string) (release func(), err error) {
	let, err := s.leases.hold(ctx, name)
	if err != nil {
		return nil, err
	}
	if s.member != nil {
		if err := s.holdShared(ctx, kind, name); err != nil {
			let()
			return nil, err
		}
	}
	s.leases.count(kind, 1)
	return sync.OnceFunc(func() {
		s.leases.count(kind, -1)
		s.letGo(name)
		let()
	}), nil
}

// holdShared is the half of Lease that is about other processes.
func (s *Store) holdShared(ctx context.Context, kind, name string) error {
	bell := s.Bell(leaseBell(name))
	for patient := true; ; {
		free, err := s.isFree(ctx, name)
		if free && patient {
			// Some rest before the reach: whoever has fewer is quicker.
			patient = false
			if err := pause(ctx, nil, time.Duration(s.leases.of(kind))*holdSpread); err != nil {
				return err
			}
			continue
		}
		if free {
			var got bool
			if got, err = s.reach(ctx, name); got {
				return nil
			}
		}
		if err != nil && !s.worthWaiting(ctx, err) {
			return err
		}
		patient = true
		if err := pause(ctx, bell, holdLook); err != nil {
			return err
		}
	}
}

func (s *Store) worthWaiting(ctx context.Context, err error) bool {
	return ctx.Err() == nil && Unavailable(err) && !s.isFenced()
}

// letGo gives a name back. Should that fail, it stays with this process, which can
// take it again; the others get it when the process ends.
func (s *Store) letGo(name string) {
	if s.member == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), letGoWithin)
	defer cancel()
	if err := s.Write(ctx, func(tx *Tx) error { return free(tx, name) }); err != nil && !s.isFenced() {
		s.log.Warn("store: a lease was not given back", "name", name, "err", err)
	}
}

// pause waits for the bell, for a time, or for the end of ctx.
func pause(ctx context.Context, bell Bell, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-bell:
	case <-timer.C:
	case <-ctx.Done():
	}
	return ctx.Err()
}

// hold waits until nobody else in this process has the name.
func (l *leases) hold(ctx context.Context, name string) (release func(), err error) {
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
			return func() { l.free(name, mine) }, nil
		}
		l.mu.Unlock()
		select {
		case <-taken:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (l *leases) free(name string, mine chan struct{}) {
	l.mu.Lock()
	delete(l.held, name)
	l.mu.Unlock()
	close(mine)
}

func (l *leases) count(kind string, by int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.kind == nil {
		l.kind = map[string]int{}
	}
	l.kind[kind] += by
}

func (l *leases) of(kind string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.kind[kind]
}
