package store_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// outsider returns what runs statements past the store, as the sqlite3 shell would.
func outsider(t *testing.T, path string) (run func(query string)) {
	t.Helper()
	name, err := store.DriverName(path)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open(store.Driver, name)
	if err != nil {
		t.Fatal(err)
	}
	c, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(c.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	})
	return func(query string) {
		if _, err := c.ExecContext(context.Background(), query); err != nil {
			t.Error(err)
		}
	}
}

// Another program, such as the sqlite3 shell, may hold the lock.
func TestLockedByAnother(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "parley.db")
	s := storetest.OpenOptions(t, store.Options{Path: path, Migrations: thingMigrations(), Busy: time.Millisecond})
	run := outsider(t, path)
	run("BEGIN IMMEDIATE")
	run("INSERT INTO things (name) VALUES ('theirs')")
	ran := false
	err := s.Write(t.Context(), func(*store.Tx) error { ran = true; return nil })
	if !errors.Is(err, store.ErrBusy) || !store.Unavailable(err) || ran {
		t.Errorf("write beside a lock: %v, ran: %t", err, ran)
	}
	if got := things(t, s); got != "" {
		t.Errorf("reading beside a lock found %q", got)
	}
	run("COMMIT")
	write(t, s, addThing("ours"))
	if got := things(t, s); got != "theirs ours" {
		t.Errorf("the store holds %q", got)
	}
}

// Where nothing can begin, everyone who waits is told at once.
func TestLockedWithAQueue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "parley.db")
		s := storetest.OpenOptions(t, store.Options{Path: path, Migrations: thingMigrations(), Busy: time.Millisecond})
		run := outsider(t, path)
		gate := make(chan struct{})
		errs := make(chan error)
		go func() {
			errs <- s.Write(t.Context(), func(tx *store.Tx) error {
				tx.OnCommit(func() {
					run("BEGIN IMMEDIATE")
					<-gate
				})
				return addThing("a")(tx)
			})
		}()
		synctest.Wait()
		for range 3 {
			go func() { errs <- s.Write(t.Context(), addThing("never")) }()
		}
		synctest.Wait()
		close(gate)
		refused := 0
		for range 4 {
			if err := <-errs; errors.Is(err, store.ErrBusy) {
				refused++
			}
		}
		if refused != 3 {
			t.Errorf("%d writes were told of the lock, want 3", refused)
		}
		run("ROLLBACK")
		write(t, s, addThing("b"))
		if got := things(t, s); got != "a b" {
			t.Errorf("the store holds %q", got)
		}
	})
}

// A commit that the database itself refuses; Open refuses schemas that allow it.
func TestCommitRefused(t *testing.T) {
	t.Parallel()
	s := inFile(t, thingMigrations()...)
	write(t, s, func(tx *store.Tx) error {
		_, err := tx.SQL().Exec("CREATE TABLE late (thing INTEGER REFERENCES things (id) DEFERRABLE INITIALLY DEFERRED)")
		return err
	})
	err := s.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.SQL().Exec("INSERT INTO late VALUES (77)")
		return errors.Join(err, addThing("a")(tx))
	})
	if !errors.Is(err, store.ErrForeignKey) {
		t.Errorf("write: %v", err)
	}
	write(t, s, addThing("b"))
	if got := things(t, s); got != "b" {
		t.Errorf("the store holds %q", got)
	}
}
