package store

import "sync"

// Bell wakes whoever works on rows that others write: a send never waits, and a
// ring that nobody has heard yet is not added to.
type Bell chan struct{}

// Ring wakes the listener.
func (b Bell) Ring() {
	select {
	case b <- struct{}{}:
	default:
	}
}

// bells are a store's bells by name.
type bells struct {
	mu     sync.Mutex
	byName map[string]Bell
}

// Bell returns the store's bell of that name. One listener receives from it;
// Tx.Ring rings it.
func (s *Store) Bell(name string) Bell {
	s.bells.mu.Lock()
	defer s.bells.mu.Unlock()
	b, ok := s.bells.byName[name]
	if !ok {
		if s.bells.byName == nil {
			s.bells.byName = map[string]Bell{}
		}
		b = make(Bell, 1)
		s.bells.byName[name] = b
	}
	return b
}

// Ring rings a bell of the store once this transaction is durable.
func (tx *Tx) Ring(name string) { tx.OnCommit(tx.store.Bell(name).Ring) }
