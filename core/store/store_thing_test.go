package store_test

import (
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// migrations makes the files of one package: name, text, name, text.
func migrations(name string, files ...string) []store.Migrations {
	folder := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		folder["sqlite/"+files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return []store.Migrations{{Name: name, FS: folder}}
}

func thingMigrations() []store.Migrations {
	return migrations("thing", "0001_thing.sql", `
		CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body BLOB) STRICT;
		CREATE TRIGGER things_fatal BEFORE INSERT ON things WHEN new.name = 'fatal'
		BEGIN
			SELECT RAISE(ROLLBACK, 'everything is off');
		END;`)
}

// inFile opens a new store in a file, whichever database the other tests use: its
// tests are about what SQLite alone does.
func inFile(t *testing.T, migrations ...store.Migrations) *store.Store {
	t.Helper()
	return storetest.OpenOptions(t, store.Options{Path: filepath.Join(t.TempDir(), "parley.db"), Migrations: migrations})
}

func addThing(name string) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		_, err := tx.SQL().Exec("INSERT INTO things (name) VALUES (?)", name)
		return err
	}
}

func write(t testing.TB, s *store.Store, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := s.Write(t.Context(), fn); err != nil {
		t.Fatalf("write: %v", err)
	}
}

// things returns the names of all things, joined by blanks.
func things(t testing.TB, s *store.Store) string {
	t.Helper()
	var list string
	err := s.Read(t.Context(), func(tx *store.Tx) error {
		return tx.SQL().Row("SELECT coalesce(group_concat(name, ' '), '') FROM (SELECT name FROM things ORDER BY id)", nil, &list)
	})
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	return list
}
