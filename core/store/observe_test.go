package store_test

import (
	"sync"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func TestObserveTellsOfEveryCommit(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var seen []store.Commit
	s := storetest.OpenOptions(t, store.Options{Observe: func(c store.Commit) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, c)
	}})
	const writes = 20
	var all sync.WaitGroup
	for range writes {
		all.Go(func() {
			if err := s.Write(t.Context(), func(*store.Tx) error { return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	mu.Lock()
	defer mu.Unlock()
	sum := 0
	for _, c := range seen {
		sum += c.Batch
		if c.Err != nil || c.Took <= 0 || c.Batch < 1 {
			t.Errorf("told %+v", c)
		}
	}
	if sum != writes {
		t.Errorf("%d commits of %d transactions were told, want %d transactions", len(seen), sum, writes)
	}
}
