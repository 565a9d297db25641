package storetest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/parleybot/parley/core/store"
)

var batchTests = []test{
	{"waiting transactions share one commit", testShared},
	{"a failed one leaves its batch unharmed", testIsolation},
	{"a batch goes on after its first has failed", testFirstFails},
	{"a batch sees what ran before in it", testOrder},
	{"a batch is bounded", testBounded},
}

func testShared(t *testing.T, at Where) {
	var c commits
	s := openSuite(t, at, store.Options{Fault: c.fault})
	for _, err := range together(t, s, add("a"), add("b"), add("c")) {
		if err != nil {
			t.Errorf("write: %v", err)
		}
	}
	if c.n != 1 {
		t.Errorf("%d commits for one batch", c.n)
	}
	wantNames(t, s, "a", "b", "c")
}

func testIsolation(t *testing.T, at Where) {
	var c commits
	s := openSuite(t, at, store.Options{Fault: c.fault})
	ran := map[string]int{}
	step := func(name string, outcome error) func(tx *store.Tx) error {
		return func(tx *store.Tx) error {
			ran[name]++
			return errors.Join(insert(tx, name), outcome)
		}
	}
	errs := together(t, s, step("a", nil), step("b", errRefused), step("a", nil), step("c", nil))
	if errs[0] != nil || errs[3] != nil {
		t.Errorf("the good ones failed: %v, %v", errs[0], errs[3])
	}
	if !errors.Is(errs[1], errRefused) || !errors.Is(errs[2], store.ErrUnique) {
		t.Errorf("the bad ones returned %v and %v", errs[1], errs[2])
	}
	if c.n != 1 || ran["a"] != 2 || ran["b"] != 1 || ran["c"] != 1 {
		t.Errorf("%d commits, runs %v; each function runs exactly once", c.n, ran)
	}
	wantNames(t, s, "a", "c")
}

func testFirstFails(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	// After the gate, nobody in these batches has written before the failure.
	for range 3 {
		err := s.Write(t.Context(), func(tx *store.Tx) error {
			return errors.Join(insert(tx, "lost"), errRefused)
		})
		if !errors.Is(err, errRefused) {
			t.Fatalf("write: %v", err)
		}
	}
	errs := together(t, s,
		func(tx *store.Tx) error { return errors.Join(insert(tx, "lost"), errRefused) },
		add("a"))
	if !errors.Is(errs[0], errRefused) || errs[1] != nil {
		t.Errorf("write: %v", errs)
	}
	wantNames(t, s, "a")
}

func testOrder(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	var seen int
	errs := together(t, s, add("a"), add("b"), func(tx *store.Tx) (err error) {
		seen, err = count(tx)
		return err
	})
	if errs[2] != nil || seen != 2 {
		t.Errorf("the third saw %d items (%v), want 2", seen, errs[2])
	}
}

func testBounded(t *testing.T, at Where) {
	var c commits
	s := openSuite(t, at, store.Options{Fault: c.fault})
	fns := make([]func(tx *store.Tx) error, 99) // and the gate: 64 + 36
	for i := range fns {
		fns[i] = add(fmt.Sprint("item ", i))
	}
	if err := errors.Join(together(t, s, fns...)...); err != nil {
		t.Errorf("write: %v", err)
	}
	if c.n != 2 {
		t.Errorf("%d commits for 100 transactions, want 2 batches", c.n)
	}
	if got := len(names(t, s)); got != len(fns) {
		t.Errorf("%d items, want %d", got, len(fns))
	}
}
