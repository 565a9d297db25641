package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// A snapshot is one instant: of two things that are always written together it
// never has one alone.
func TestSnapshotIsOneInstant(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "parley.db")
	s := storetest.OpenOptions(t, store.Options{Path: path, Migrations: thingMigrations()})
	write(t, s, addThing("first"))
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		var err error
		for i := 0; ctx.Err() == nil && err == nil; i++ {
			err = s.Write(context.Background(), func(tx *store.Tx) error {
				return errors.Join(addThing("a"+strconv.Itoa(i))(tx), addThing("b"+strconv.Itoa(i))(tx))
			})
		}
		done <- err
	}()
	for i := range 5 {
		to := filepath.Join(t.TempDir(), strconv.Itoa(i)+".db")
		if err := s.Snapshot(t.Context(), to); err != nil {
			t.Fatal(err)
		}
		checkPairs(t, to)
	}
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func checkPairs(t *testing.T, path string) {
	t.Helper()
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the copy: %v, %v", info.Mode(), err)
	}
	c := storetest.OpenOptions(t, store.Options{Path: path, Migrations: thingMigrations()})
	if err := c.Inspect(t.Context()); err != nil {
		t.Fatal(err)
	}
	var count int
	if err := c.Read(t.Context(), func(tx *store.Tx) error {
		return tx.SQL().Row("SELECT count(*) FROM things", nil, &count)
	}); err != nil {
		t.Fatal(err)
	}
	if count%2 != 1 {
		t.Errorf("the copy has %d things: half of a transaction", count)
	}
}

// What was committed last still stands in the log beside the file.
func TestSnapshotFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "parley.db")
	s := storetest.OpenOptions(t, store.Options{Path: path, Migrations: thingMigrations()})
	write(t, s, addThing("a"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "copy.db")
	if err := store.SnapshotFile(t.Context(), path, to); err != nil {
		t.Fatal(err)
	}
	c := storetest.OpenOptions(t, store.Options{Path: to, Migrations: thingMigrations()})
	if got := things(t, c); got != "a" {
		t.Errorf("the copy has %q", got)
	}
	newest, err := c.Schema(t.Context())
	if err != nil || newest["thing"] != 1 {
		t.Errorf("schema %v, %v", newest, err)
	}
	for name, refused := range map[string]string{"absent": filepath.Join(t.TempDir(), "no.db"), "a folder": t.TempDir()} {
		to := filepath.Join(t.TempDir(), "x.db")
		if err := store.SnapshotFile(t.Context(), refused, to); err == nil {
			t.Errorf("%s was copied", name)
		}
	}
	if err := c.Snapshot(t.Context(), path); err == nil {
		t.Error("a snapshot was written over a database")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Snapshot(ended, to+"2"); !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that has ended: %v", err)
	}
}

func TestInspectFindsDamage(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "parley.db")
	s, err := store.Open(t.Context(), store.Options{Path: path, Migrations: thingMigrations()})
	if err != nil {
		t.Fatal(err)
	}
	write(t, s, addBulk)
	if err := errors.Join(s.Inspect(t.Context()), s.Close()); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// The last page holds rows; the first bytes of a page say how many.
	at := len(content) - 4096
	copy(content[at:], []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	s = storetest.OpenOptions(t, store.Options{Path: path, Migrations: thingMigrations()})
	if err := s.Inspect(t.Context()); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("a damaged page: %v", err)
	}
}

func TestInspectFindsOrphans(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "parley.db")
	pair := migrations("pair", "0001_pair.sql", `
		CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT;
		CREATE TABLE children (parent INTEGER NOT NULL REFERENCES parents (id)) STRICT;`)
	s, err := store.Open(t.Context(), store.Options{Path: path, Migrations: pair})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Inspect(t.Context()), s.Close()); err != nil {
		t.Fatal(err)
	}
	name, err := store.DriverName(path)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open(store.Driver, name)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec("INSERT INTO children VALUES (7)") // a fresh connection checks no references
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	s = storetest.OpenOptions(t, store.Options{Path: path, Migrations: pair})
	if err := s.Inspect(t.Context()); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("a reference to nothing: %v", err)
	}
}

func TestReserve(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "parley.db")
	place, release, err := store.Reserve(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(place); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("reserving made the file: %v", err)
	}
	if _, _, err := store.Reserve(t.Context(), path); !errors.Is(err, store.ErrInUse) {
		t.Errorf("reserved twice: %v", err)
	}
	if s, err := store.Open(t.Context(), store.Options{Path: path}); !errors.Is(err, store.ErrInUse) {
		_ = s.Close()
		t.Errorf("opened what is reserved: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	storetest.OpenOptions(t, store.Options{Path: path})
	if _, _, err := store.Reserve(t.Context(), filepath.Join(path, "absent", "x.db")); err == nil {
		t.Error("reserved in a folder that is not there")
	}
}
