// Package storetest serves two kinds of readers. Tests of other packages take a
// store in a temporary folder from Open or OpenWith, with a clock they move by
// hand. Tests of a database dialect call Run, the suite that each must pass.
package storetest

import (
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/parleybot/parley/core/store"
)

// Epoch is the instant at which the clock of Open stands: a Monday at noon, UTC.
var Epoch = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

// Open returns a new store in a temporary folder, migrated, with a clock that
// stands at Epoch and seeded randomness. It is closed when the test ends.
func Open(t testing.TB, migrations ...store.Migrations) *store.Store {
	t.Helper()
	return OpenWith(t, NewClock(Epoch), 1, migrations...)
}

// OpenWith is Open with a clock of the caller's and randomness that depends on
// seed alone, so that a test which writes in a fixed order is repeatable to the
// last identifier.
func OpenWith(t testing.TB, clock *Clock, seed uint64, migrations ...store.Migrations) *store.Store {
	t.Helper()
	return OpenOptions(t, store.Options{Now: clock.Now, Rand: Random(seed), Migrations: migrations})
}

// OpenOptions opens a store with o and closes it when the test ends. Without a
// place it is a new one: a file in a temporary folder or, where
// PARLEY_TEST_DATABASE is postgres, a database on the server of
// PARLEY_TEST_POSTGRES that no other process listens to. Without a logger nothing
// is logged.
func OpenOptions(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	if o.Path == "" && o.URL == "" && OnPostgres() {
		o.URL, o.Alone = Database(t, o.Migrations...), true
	}
	if o.Path == "" && o.URL == "" {
		o.Path = filepath.Join(t.TempDir(), "parley.db")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatalf("open a store: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return s
}

// Random returns an endless reader of bytes that depend on seed alone.
func Random(seed uint64) io.Reader {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	return rand.NewChaCha8(key)
}
