package store

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
)

// Bell wakes whoever works on rows that others write: a send never waits, and a
// ring that nobody has heard yet is not added to.
type Bell chan struct{}

// Ring wakes the listener in this process.
func (b Bell) Ring() {
	select {
	case b <- struct{}{}:
	default:
	}
}

// bells are a store's bells by name.
type bells struct {
	local bool          // no other process rings or hears; set before anything is shared
	own   atomic.Uint32 // who rings for this process, by the database's number

	mu      sync.Mutex
	byName  map[string]Bell
	quit    context.CancelFunc // ends the listening to other processes
	stopped chan struct{}
	closed  bool
}

// Bell returns the store's bell of that name. One listener receives from it;
// Tx.Ring rings it, in whichever process of this database that runs. The first
// call starts the listening.
func (s *Store) Bell(name string) Bell {
	b := s.bells.get(name)
	if !s.bells.local {
		s.bells.start(s)
	}
	return b
}

func (bs *bells) get(name string) Bell {
	bs.mu.Lock()
	defer bs.mu.Unlock()
	b, ok := bs.byName[name]
	if !ok {
		if bs.byName == nil {
			bs.byName = map[string]Bell{}
		}
		b = make(Bell, 1)
		bs.byName[name] = b
	}
	return b
}

func (bs *bells) start(s *Store) {
	bs.mu.Lock()
	defer bs.mu.Unlock()
	if bs.closed || bs.stopped != nil {
		return
	}
	ctx, quit := context.WithCancel(context.Background())
	bs.quit, bs.stopped = quit, make(chan struct{})
	go func() {
		defer close(bs.stopped)
		s.dialect.listen(ctx, s)
	}()
}

// stop ends the listening, for good.
func (bs *bells) stop() {
	bs.mu.Lock()
	quit, stopped := bs.quit, bs.stopped
	bs.closed = true
	bs.mu.Unlock()
	if stopped == nil {
		return
	}
	quit()
	<-stopped
}

// all rings every bell, for when it is unknown which were rung.
func (bs *bells) all() {
	bs.mu.Lock()
	defer bs.mu.Unlock()
	for _, b := range bs.byName {
		b.Ring()
	}
}

// Ring rings a bell once this transaction is durable.
func (tx *Tx) Ring(name string) {
	tx.OnCommit(tx.store.bells.get(name).Ring)
	if !slices.Contains(tx.rung, name) {
		tx.rung = append(tx.rung, name)
	}
}
