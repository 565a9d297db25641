package storetest

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/parleybot/parley/core/store"
)

var readTests = []test{
	{"a read sees one snapshot", testSnapshot},
	{"a read cannot write", testReadOnly},
	{"a read does not wait for the writer", testReadBeside},
	{"a read sees nothing of a batch under way", testReadUncommitted},
	{"reads beyond the number of readers take turns", testManyReads},
}

func testSnapshot(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, add("a"))
	err := s.Read(t.Context(), func(tx *store.Tx) error {
		before, err := count(tx)
		if err != nil {
			return err
		}
		mustWrite(t, s, add("b"))
		after, err := count(tx)
		if before != 1 || after != 1 {
			t.Errorf("the snapshot held %d items, then %d", before, after)
		}
		return err
	})
	if err != nil {
		t.Errorf("read: %v", err)
	}
	wantNames(t, s, "a", "b")
}

func testReadOnly(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	ran := false
	err := s.Read(t.Context(), func(tx *store.Tx) error {
		tx.OnCommit(func() { ran = true })
		return insert(tx, "a")
	})
	if !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("a write on a reader: %v, want ErrReadOnly", err)
	}
	if ran {
		t.Error("OnCommit ran for a read")
	}
	wantNames(t, s)
}

func testReadBeside(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	gate := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		err := s.Write(t.Context(), func(tx *store.Tx) error {
			err := insert(tx, "a")
			<-gate
			return err
		})
		if err != nil {
			t.Errorf("write: %v", err)
		}
	})
	synctest.Wait()
	wantNames(t, s)
	close(gate)
	group.Wait()
	wantNames(t, s, "a")
}

func testReadUncommitted(t *testing.T, at Where) {
	var s *store.Store
	s = openSuite(t, at, store.Options{Fault: func(_ int64, at store.Moment) error {
		if at == store.BeforeCommit {
			wantNames(t, s)
		}
		return nil
	}})
	mustWrite(t, s, add("a"))
	wantNames(t, s, "a")
}

func testManyReads(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{Readers: 2})
	mustWrite(t, s, add("a"))
	var mu sync.Mutex
	running, most := 0, 0
	gate := make(chan struct{})
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			err := s.Read(t.Context(), func(tx *store.Tx) error {
				mu.Lock()
				running++
				most = max(most, running)
				mu.Unlock()
				<-gate
				mu.Lock()
				running--
				mu.Unlock()
				_, err := count(tx)
				return err
			})
			if err != nil {
				t.Errorf("read: %v", err)
			}
		})
	}
	synctest.Wait()
	close(gate)
	group.Wait()
	if most != 2 {
		t.Errorf("%d reads ran at once on 2 readers", most)
	}
}
