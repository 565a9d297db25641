package storetest

import (
	"errors"
	"testing"

	"github.com/parleybot/parley/core/store"
)

var savepointTests = []test{
	{"a savepoint undoes an error and the transaction goes on", testSavepointError},
	{"a savepoint undoes a panic and passes it on", testSavepointPanic},
	{"savepoints nest", testSavepointNested},
	{"a savepoint that rolled back forgets its OnCommit", testSavepointHooks},
}

func testSavepointError(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, func(tx *store.Tx) error {
		err := tx.Savepoint(func() error { return errors.Join(insert(tx, "undone"), errRefused) })
		if !errors.Is(err, errRefused) {
			t.Errorf("Savepoint returned %v", err)
		}
		return errors.Join(insert(tx, "a"), tx.Savepoint(func() error { return insert(tx, "b") }))
	})
	wantNames(t, s, "a", "b")
}

func testSavepointPanic(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, func(tx *store.Tx) error {
		func() {
			defer func() {
				if v := recover(); v != "inside" {
					t.Errorf("recovered %v", v)
				}
			}()
			_ = tx.Savepoint(func() error {
				if err := insert(tx, "undone"); err != nil {
					t.Error(err)
				}
				panic("inside")
			})
		}()
		return insert(tx, "a")
	})
	wantNames(t, s, "a")
}

func testSavepointNested(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, func(tx *store.Tx) error {
		return tx.Savepoint(func() error {
			if err := insert(tx, "outer"); err != nil {
				return err
			}
			err := tx.Savepoint(func() error {
				kept := tx.Savepoint(func() error { return insert(tx, "innermost") })
				return errors.Join(kept, errRefused)
			})
			if !errors.Is(err, errRefused) {
				t.Errorf("the inner savepoint returned %v", err)
			}
			return insert(tx, "after")
		})
	})
	wantNames(t, s, "outer", "after")
	err := s.Write(t.Context(), func(tx *store.Tx) error {
		return errors.Join(tx.Savepoint(func() error { return insert(tx, "gone") }), errRefused)
	})
	if !errors.Is(err, errRefused) {
		t.Errorf("write: %v", err)
	}
	wantNames(t, s, "outer", "after")
}

func testSavepointHooks(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	var ran []string
	mustWrite(t, s, func(tx *store.Tx) error {
		tx.OnCommit(func() { ran = append(ran, "outer") })
		_ = tx.Savepoint(func() error {
			tx.OnCommit(func() { ran = append(ran, "undone") })
			return errRefused
		})
		return tx.Savepoint(func() error {
			tx.OnCommit(func() { ran = append(ran, "kept") })
			return nil
		})
	})
	if len(ran) != 2 || ran[0] != "outer" || ran[1] != "kept" {
		t.Errorf("OnCommit ran %q", ran)
	}
}
