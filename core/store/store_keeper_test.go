package store_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func size(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

func addBulk(tx *store.Tx) error {
	_, err := tx.SQL().Exec("INSERT INTO things (name, body) VALUES (?, zeroblob(300000))", tx.NewID())
	return err
}

// The log is carried into the database file a while after something was written,
// on the clock of a bubble.
func TestKeeper(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "parley.db")
		s := storetest.OpenOptions(t, store.Options{Path: path, Migrations: thingMigrations()})
		for range 2 {
			write(t, s, addBulk)
			before := size(t, path)
			time.Sleep(store.KeeperPause + time.Millisecond)
			synctest.Wait()
			if after := size(t, path); after < before+290_000 {
				t.Errorf("the database file went from %d to %d bytes", before, after)
			}
		}
	})
}

func TestLogIsCutBack(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "parley.db")
	s := storetest.OpenOptions(t, store.Options{Path: path, Migrations: thingMigrations()})
	write(t, s, addBulk)
	full := size(t, path+"-wal")
	if err := s.Cut(t.Context(), full); err != nil {
		t.Fatal(err)
	}
	if got := size(t, path+"-wal"); got != full {
		t.Errorf("a log within its limit went from %d to %d bytes", full, got)
	}
	if err := s.Cut(t.Context(), full-1); err != nil {
		t.Fatal(err)
	}
	if got := size(t, path+"-wal"); got != 0 {
		t.Errorf("a log beyond its limit went from %d to %d bytes", full, got)
	}
	write(t, s, addBulk)
}
