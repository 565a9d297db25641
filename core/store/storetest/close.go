package storetest

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/parleybot/parley/core/store"
)

var closeTests = []test{
	{"what was acknowledged is there after reopening", testDurable},
	{"close finishes what waits and refuses what comes", testClose},
	{"close waits for a read", testCloseRead},
}

func testDurable(t *testing.T, at Where) {
	place := at(t)
	for i, name := range []string{"a", "b", "c"} {
		s := openSuite(t, at, place)
		if got := len(names(t, s)); got != i {
			t.Errorf("reopened with %d items, want %d", got, i)
		}
		mustWrite(t, s, add(name))
		if err := s.Close(); err != nil {
			t.Fatalf("close: %v", err)
		}
	}
	wantNames(t, openSuite(t, at, place), "a", "b", "c")
}

func testClose(t *testing.T, at Where) {
	place := at(t)
	s := openSuite(t, at, place)
	gate := make(chan struct{})
	var group sync.WaitGroup
	var errs [3]error
	group.Go(func() {
		errs[0] = s.Write(t.Context(), func(tx *store.Tx) error { <-gate; return insert(tx, "a") })
	})
	synctest.Wait()
	group.Go(func() { errs[1] = s.Write(t.Context(), add("b")) })
	synctest.Wait()
	group.Go(func() { errs[2] = s.Close() })
	synctest.Wait()
	if err := s.Write(t.Context(), add("late")); !errors.Is(err, store.ErrClosed) {
		t.Errorf("Write while closing: %v, want ErrClosed", err)
	}
	close(gate)
	group.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		t.Errorf("writes and close: %v", err)
	}
	if err := s.Read(t.Context(), func(*store.Tx) error { return nil }); !errors.Is(err, store.ErrClosed) {
		t.Errorf("Read after Close: %v, want ErrClosed", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("a second Close: %v", err)
	}
	wantNames(t, openSuite(t, at, place), "a", "b")
}

func testCloseRead(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, add("a"))
	gate := make(chan struct{})
	var group sync.WaitGroup
	closed := false
	group.Go(func() {
		err := s.Read(t.Context(), func(tx *store.Tx) error {
			<-gate
			n, err := count(tx)
			if n != 1 || closed {
				t.Errorf("read %d items, the store closed meanwhile: %t", n, closed)
			}
			return err
		})
		if err != nil {
			t.Errorf("read: %v", err)
		}
	})
	synctest.Wait()
	group.Go(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		closed = true
	})
	synctest.Wait()
	close(gate)
	group.Wait()
}
