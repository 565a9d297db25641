package store_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/parleybot/parley/core/store"
)

func TestDiskFull(t *testing.T) {
	t.Parallel()
	s := inFile(t, thingMigrations()...)
	fill := func(tx *store.Tx) error {
		_, err := tx.SQL().Exec("INSERT INTO things (name, body) VALUES ('big', zeroblob(1000000))")
		return err
	}
	write(t, s, func(tx *store.Tx) error {
		_, err := store.Setting(tx, "max_page_count = 40")
		return errors.Join(err, addThing("a")(tx))
	})
	err := s.Write(t.Context(), fill)
	if !errors.Is(err, store.ErrFull) || !store.Unavailable(err) {
		t.Errorf("write on a full disk: %v", err)
	}
	write(t, s, addThing("b"))
	if got := things(t, s); got != "a b" {
		t.Errorf("the store holds %q", got)
	}
	write(t, s, func(tx *store.Tx) error {
		_, err := store.Setting(tx, "max_page_count = 100000")
		return err
	})
	write(t, s, fill)
	if got := things(t, s); got != "a b big" {
		t.Errorf("with room again, the store holds %q", got)
	}
}

// Some failures end the whole transaction at once, whatever the function then
// does. What it writes afterwards must not slip in as a commit of its own, and
// those before it in the batch must learn that they were lost.
func TestTransactionLost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := inFile(t, thingMigrations()...)
		gate := make(chan struct{})
		errs := make(chan error, 3)
		steps := []func(tx *store.Tx) error{
			func(tx *store.Tx) error { <-gate; return addThing("before")(tx) },
			func(tx *store.Tx) error {
				if err := addThing("fatal")(tx); !errors.Is(err, store.ErrGuard) {
					t.Errorf("the fatal statement: %v", err)
				}
				if err := addThing("slipped in")(tx); err == nil {
					t.Error("a statement ran after the transaction was lost")
				}
				return nil
			},
			addThing("after"),
		}
		results := make([]error, len(steps))
		for i, step := range steps {
			go func() {
				results[i] = s.Write(t.Context(), step)
				errs <- results[i]
			}()
			synctest.Wait()
		}
		close(gate)
		for range steps {
			<-errs
		}
		if !errors.Is(results[0], store.ErrGuard) || !errors.Is(results[1], store.ErrGuard) || results[2] != nil {
			t.Errorf("the batch returned %v", results)
		}
		if got := things(t, s); got != "after" {
			t.Errorf("the store holds %q", got)
		}
	})
}

// The first of a batch has no savepoint; losing the transaction is no different.
func TestTransactionLostAlone(t *testing.T) {
	t.Parallel()
	s := inFile(t, thingMigrations()...)
	err := s.Write(t.Context(), func(tx *store.Tx) error {
		_ = tx.Savepoint(func() error { return addThing("fatal")(tx) })
		_ = tx.Gorm().Exec("INSERT INTO things (name) VALUES ('slipped in')")
		return nil
	})
	if !errors.Is(err, store.ErrGuard) {
		t.Errorf("write: %v", err)
	}
	write(t, s, addThing("after"))
	if got := things(t, s); got != "after" {
		t.Errorf("the store holds %q", got)
	}
}
