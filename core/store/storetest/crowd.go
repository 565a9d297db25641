package storetest

import (
	"errors"
	"sync"
	"testing"

	"github.com/parleybot/parley/core/store"
)

var crowdTests = []test{
	{"2 at once", func(t *testing.T, at Where) { testCrowd(t, at, 2) }},
	{"8 at once", func(t *testing.T, at Where) { testCrowd(t, at, 8) }},
	{"64 at once", func(t *testing.T, at Where) { testCrowd(t, at, 64) }},
}

// testCrowd has many raise one number, reading it first, while others fail and
// others read: a lost update, a leak of the failed or a torn read would show.
func testCrowd(t *testing.T, at Where, people int) {
	const rounds = 5
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, add("counter"))
	raise := func(tx *store.Tx) error {
		n, err := worth(tx, "counter")
		if err != nil {
			return err
		}
		return setWorth(tx, "counter", n+1)
	}
	read := func() (n int) {
		err := s.Read(t.Context(), func(tx *store.Tx) (err error) {
			n, err = worth(tx, "counter")
			return err
		})
		if err != nil {
			t.Errorf("read: %v", err)
		}
		return n
	}
	var group sync.WaitGroup
	for range people {
		group.Go(func() {
			for range rounds {
				before := read()
				if err := s.Write(t.Context(), raise); err != nil {
					t.Errorf("write: %v", err)
				}
				err := s.Write(t.Context(), func(tx *store.Tx) error { return errors.Join(raise(tx), errRefused) })
				if !errors.Is(err, errRefused) {
					t.Errorf("write: %v", err)
				}
				if after := read(); after <= before {
					t.Errorf("read %d after one's own write, %d before it", after, before)
				}
			}
		})
	}
	group.Wait()
	if got := read(); got != people*rounds {
		t.Errorf("%d people raised it to %d, want %d", people, got, people*rounds)
	}
}
