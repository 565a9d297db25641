package storetest_test

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func TestClock(t *testing.T) {
	t.Parallel()
	clock := storetest.NewClock(storetest.Epoch)
	if got := clock.Advance(time.Minute); got != storetest.Epoch.Add(time.Minute) || got != clock.Now() {
		t.Errorf("a minute after the epoch the clock shows %v", got)
	}
	clock.Set(storetest.Epoch)
	if got := clock.Now(); got != storetest.Epoch {
		t.Errorf("set to the epoch, the clock shows %v", got)
	}
}

// The same seed and the same order of writes give the same identifiers.
func TestOpenWithIsRepeatable(t *testing.T) {
	t.Parallel()
	draw := func(seed uint64) (id string) {
		clock := storetest.NewClock(storetest.Epoch)
		s := storetest.OpenWith(t, clock, seed)
		err := s.Write(t.Context(), func(tx *store.Tx) error {
			if tx.Now() != storetest.Epoch {
				t.Errorf("the transaction runs at %v", tx.Now())
			}
			id = tx.NewID()
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	first, again, other := draw(1), draw(1), draw(2)
	if first != again || first == other {
		t.Errorf("seed 1 drew %s and %s, seed 2 drew %s", first, again, other)
	}
}
