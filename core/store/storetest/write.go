package storetest

import (
	"errors"
	"runtime"
	"testing"

	"github.com/parleybot/parley/core/store"
)

var errRefused = errors.New("refused by the test")

var writeTests = []test{
	{"a write is visible to the next read", testWriteVisible},
	{"an error undoes the transaction and is returned as it is", testWriteError},
	{"functions of OnCommit run after the commit, in order", testOnCommit},
	{"a panic in OnCommit hurts nobody", testOnCommitPanic},
	{"an end of the goroutine in OnCommit leaves nobody waiting", testOnCommitExit},
	{"a transaction may not open another", testNested},
}

func testWriteVisible(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, add("a"))
	mustWrite(t, s, add("b"))
	wantNames(t, s, "a", "b")
}

func testWriteError(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	err := s.Write(t.Context(), func(tx *store.Tx) error {
		if err := insert(tx, "a"); err != nil {
			return err
		}
		return errRefused
	})
	if err != errRefused {
		t.Errorf("Write returned %v, want the function's own error", err)
	}
	wantNames(t, s)
}

func testOnCommit(t *testing.T, at Where) {
	var order []string
	note := func(what string) func() { return func() { order = append(order, what) } }
	s := openSuite(t, at, store.Options{Fault: func(_ int64, at store.Moment) error {
		if at == store.AfterCommit {
			order = append(order, "commit")
		}
		return nil
	}})
	mustWrite(t, s, func(tx *store.Tx) error {
		tx.OnCommit(note("first"))
		tx.OnCommit(note("second"))
		order = append(order, "function")
		return nil
	})
	_ = s.Write(t.Context(), func(tx *store.Tx) error {
		tx.OnCommit(note("never"))
		return errRefused
	})
	want := []string{"function", "commit", "first", "second"}
	if len(order) != len(want) {
		t.Fatalf("order %q, want %q", order, want)
	}
	for i := range want {
		if order[i] != want[i] {
			t.Fatalf("order %q, want %q", order, want)
		}
	}
}

func testOnCommitPanic(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	ran := false
	mustWrite(t, s, func(tx *store.Tx) error {
		tx.OnCommit(func() { panic("in a hook") })
		tx.OnCommit(func() { ran = true })
		return insert(tx, "a")
	})
	if !ran {
		t.Error("the function after the one that panicked did not run")
	}
	mustWrite(t, s, add("b"))
	wantNames(t, s, "a", "b")
}

func testOnCommitExit(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	errs := together(t, s, func(tx *store.Tx) error {
		tx.OnCommit(runtime.Goexit)
		return insert(tx, "a")
	}, add("b"))
	if err := errors.Join(errs...); err != nil {
		t.Errorf("write: %v", err)
	}
	mustWrite(t, s, add("c"))
	wantNames(t, s, "a", "b", "c")
}

func testNested(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{Readers: 1})
	inner := func(*store.Tx) error { t.Error("the inner transaction ran"); return nil }
	tries := func(tx *store.Tx) error {
		if err := s.Write(tx.Context(), inner); !errors.Is(err, store.ErrNested) {
			t.Errorf("Write inside a transaction: %v, want ErrNested", err)
		}
		if err := s.Read(tx.Context(), inner); !errors.Is(err, store.ErrNested) {
			t.Errorf("Read inside a transaction: %v, want ErrNested", err)
		}
		return nil
	}
	mustWrite(t, s, tries)
	if err := s.Read(t.Context(), tries); err != nil {
		t.Errorf("read: %v", err)
	}
}
