package storetest

import (
	"errors"
	"testing"

	"github.com/parleybot/parley/core/store"
)

var errorTests = []test{
	{"every broken rule has its kind", testKinds},
	{"a caught error does not spoil the transaction", testCaught},
	{"an error that no savepoint takes back ends the transaction", testUncaught},
	{"an error that was swallowed undoes its savepoint", testSwallowed},
	{"a zero byte in a text is refused", testZeroByte},
}

func testKinds(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, add("kept"))
	all := []error{
		store.ErrNotFound, store.ErrUnique, store.ErrForeignKey, store.ErrCheck, store.ErrGuard, store.ErrBusy,
		store.ErrFull, store.ErrReadOnly, store.ErrIO, store.ErrCorrupt,
	}
	exec := func(query string, args ...any) func(tx *store.Tx) error {
		return func(tx *store.Tx) error {
			_, err := tx.SQL().Exec(query, args...)
			return err
		}
	}
	cases := []struct {
		name string
		run  func(tx *store.Tx) error
		want error
	}{
		{"unique", exec(insertItem, "kept"), store.ErrUnique},
		{"primary key", exec("INSERT INTO suite_items (id, name) SELECT id, 'other' FROM suite_items"), store.ErrUnique},
		{"foreign key", exec(insertOwned, "owned", 77), store.ErrForeignKey},
		{"check", exec(insertWorth, "debt", -1), store.ErrCheck},
		{"not null", exec(insertItem, nil), store.ErrCheck},
		{"guard", exec(deleteItem, "kept"), store.ErrGuard},
		{"no row", func(tx *store.Tx) error {
			var n int
			return tx.SQL().Row(selectWorth, []any{"absent"}, &n)
		}, store.ErrNotFound},
		{"bad statement", exec("INSERT INTO nowhere VALUES (1)"), nil},
	}
	for _, c := range cases {
		err := s.Write(t.Context(), c.run)
		if err == nil {
			t.Errorf("%s: no error", c.name)
		}
		for _, kind := range all {
			if errors.Is(err, kind) != (kind == c.want) {
				t.Errorf("%s: %v is %v: %t", c.name, err, kind, errors.Is(err, kind))
			}
		}
		if store.Unavailable(err) {
			t.Errorf("%s: repeating would not help, yet it counts as unavailable", c.name)
		}
	}
	wantNames(t, s, "kept")
}

func testCaught(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, func(tx *store.Tx) error {
		if err := insert(tx, "a"); err != nil {
			return err
		}
		err := tx.Savepoint(func() error { return insert(tx, "a") })
		if !errors.Is(err, store.ErrUnique) {
			t.Errorf("second insert: %v", err)
		}
		return insert(tx, "b")
	})
	wantNames(t, s, "a", "b")
}

// Databases differ in what a failed statement leaves behind, so nothing may
// build on it; others in the batch must not notice.
func testUncaught(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	errs := together(t, s, add("a"), func(tx *store.Tx) error {
		if err := insert(tx, "a"); !errors.Is(err, store.ErrUnique) {
			t.Errorf("second insert: %v", err)
		}
		if err := insert(tx, "b"); !errors.Is(err, store.ErrUnique) {
			t.Errorf("after a failed statement: %v", err)
		}
		if err := tx.Savepoint(func() error { return nil }); !errors.Is(err, store.ErrUnique) {
			t.Errorf("a savepoint after a failed statement: %v", err)
		}
		return nil
	}, add("c"))
	if errs[0] != nil || !errors.Is(errs[1], store.ErrUnique) || errs[2] != nil {
		t.Errorf("the writes returned %v", errs)
	}
	wantNames(t, s, "a", "c")
}

func testSwallowed(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, func(tx *store.Tx) error {
		if err := insert(tx, "a"); err != nil {
			return err
		}
		err := tx.Savepoint(func() error {
			if err := insert(tx, "undone"); err != nil {
				return err
			}
			_ = insert(tx, "a")
			return nil
		})
		if !errors.Is(err, store.ErrUnique) {
			t.Errorf("the savepoint returned %v", err)
		}
		return insert(tx, "b")
	})
	wantNames(t, s, "a", "b")
}

func testZeroByte(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	if err := s.Write(t.Context(), add("a\x00b")); !errors.Is(err, store.ErrCheck) {
		t.Errorf("write: %v", err)
	}
	wantNames(t, s)
}
