package storetest

import (
	"errors"
	"testing"

	"github.com/parleybot/parley/core/store"
)

var errorTests = []test{
	{"every broken rule has its kind", testKinds},
	{"a caught error does not spoil the transaction", testCaught},
}

func testKinds(t *testing.T, open Opener) {
	s := openSuite(t, open, store.Options{})
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

func testCaught(t *testing.T, open Opener) {
	s := openSuite(t, open, store.Options{})
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
