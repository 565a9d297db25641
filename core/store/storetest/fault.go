package storetest

import (
	"errors"
	"testing"

	"github.com/parleybot/parley/core/store"
)

var errPower = &store.Error{Kind: store.IO, Err: errors.New("the power went")}

var faultTests = []test{
	{"a failed commit fails everyone in its batch", testCommitFails},
	{"a fault after the commit leaves it in effect", testCommitUnknown},
}

func testCommitFails(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{Fault: func(n int64, at store.Moment) error {
		if n == 1 && at == store.BeforeCommit {
			return errPower
		}
		return nil
	}})
	woken := false
	errs := together(t, s, add("a"), func(tx *store.Tx) error {
		tx.OnCommit(func() { woken = true })
		return insert(tx, "b")
	})
	for i, err := range errs {
		if !errors.Is(err, store.ErrIO) || !store.Unavailable(err) {
			t.Errorf("write %d: %v, want ErrIO", i, err)
		}
	}
	if woken {
		t.Error("OnCommit ran without a commit")
	}
	wantNames(t, s)
	mustWrite(t, s, add("c"))
	wantNames(t, s, "c")
}

func testCommitUnknown(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{Fault: func(n int64, at store.Moment) error {
		if n == 1 && at == store.AfterCommit {
			return errPower
		}
		return nil
	}})
	woken := false
	err := s.Write(t.Context(), func(tx *store.Tx) error {
		tx.OnCommit(func() { woken = true })
		return insert(tx, "a")
	})
	if !errors.Is(err, store.ErrIO) || woken {
		t.Errorf("write: %v, OnCommit ran: %t", err, woken)
	}
	mustWrite(t, s, add("b"))
	wantNames(t, s, "a", "b")
}
