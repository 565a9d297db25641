package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	place := func(t *testing.T, content string, mode os.FileMode) string {
		path := filepath.Join(t.TempDir(), "parley.db")
		if err := os.WriteFile(path, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cases := []struct {
		name string
		path func(t *testing.T) string
		kind error
		says string
	}{
		{"no path", func(*testing.T) string { return "" }, nil, "no path given"},
		{"no folder", func(t *testing.T) string { return filepath.Join(t.TempDir(), "absent", "parley.db") }, nil, "there is no folder"},
		{"a folder", func(t *testing.T) string { return t.TempDir() }, nil, "not a regular file"},
		{"not a database", func(t *testing.T) string { return place(t, strings.Repeat("dear diary ", 100), 0o600) }, store.ErrCorrupt, "not a database"},
		{"read-only", func(t *testing.T) string { return place(t, "", 0o400) }, store.ErrReadOnly, "read-only"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, err := store.Open(t.Context(), store.Options{Path: c.path(t)})
			if err == nil {
				_ = s.Close()
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("the message %q does not say %q", err, c.says)
			}
			if c.kind != nil && !errors.Is(err, c.kind) {
				t.Errorf("%v is not %v", err, c.kind)
			}
		})
	}
}

// A failed Open must give up the file, or nobody could try again.
func TestOpenAgainAfterFailure(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "parley.db")
	bad := migrations("a", "0001_a.sql", "CREATE TABL a (id INTEGER)")
	if s, err := store.Open(t.Context(), store.Options{Path: path, Migrations: bad}); err == nil {
		_ = s.Close()
		t.Fatal("opened with a broken migration")
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if s, err := store.Open(cancelled, store.Options{Path: path}); !errors.Is(err, context.Canceled) {
		_ = s.Close()
		t.Fatalf("open with a context that has ended: %v", err)
	}
	storetest.OpenOptions(t, store.Options{Path: path})
}

// A file has one lease under whatever name it is opened, and one log, which is
// found where it is.
func TestLinksLeadToTheSameFile(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	path := filepath.Join(home, "parley.db")
	link, folder := filepath.Join(t.TempDir(), "link.db"), filepath.Join(t.TempDir(), "data")
	for from, to := range map[string]string{link: path, folder: home} {
		if err := os.Symlink(to, from); err != nil {
			t.Skipf("no links here: %v", err)
		}
	}
	names := []string{path, link, filepath.Join(folder, "parley.db")}
	first := storetest.OpenOptions(t, store.Options{Path: path, Migrations: thingMigrations()})
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	for _, one := range names {
		s := storetest.OpenOptions(t, store.Options{Path: one, Migrations: thingMigrations()})
		for _, other := range names {
			second, err := store.Open(t.Context(), store.Options{Path: other})
			if err == nil {
				_ = second.Close()
			}
			if !errors.Is(err, store.ErrInUse) {
				t.Errorf("open as %s, then as %s: %v, want %v", one, other, err, store.ErrInUse)
			}
		}
		write(t, s, addBulk)
		if err := s.Cut(t.Context(), 1000); err != nil {
			t.Fatal(err)
		}
		if got := size(t, path+"-wal"); got != 0 {
			t.Errorf("open as %s: the log was left at %d bytes", one, got)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(link), "*-*")); err != nil || len(left) > 0 {
		t.Errorf("beside the link: %q, %v", left, err)
	}
}

func TestFilesArePrivate(t *testing.T) {
	t.Parallel()
	// Characters that mean something in the name of an SQLite database.
	folder := filepath.Join(t.TempDir(), "a b?c#d%41&e=f")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "odd ?name#%.db")
	s := storetest.OpenOptions(t, store.Options{Path: path, Migrations: thingMigrations()})
	write(t, s, addThing("a"))
	for _, file := range []string{path, path + "-wal", path + "-shm", path + "-lock"} {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", filepath.Base(file), info.Mode())
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + "-wal"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the log is still there after Close: %v", err)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	s := inFile(t)
	settings := map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "recursive_triggers": "1",
		"cache_size": "-8000", "busy_timeout": "5000", "wal_autocheckpoint": "8000",
	}
	for name, want := range settings {
		check := func(tx *store.Tx) error {
			got, err := store.Setting(tx, name)
			if got != want {
				t.Errorf("%s is %s, want %s", name, got, want)
			}
			return err
		}
		write(t, s, check)
		if err := s.Read(t.Context(), check); err != nil {
			t.Error(err)
		}
	}
}

func TestPreparedStatementsAreBounded(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t)
	write(t, s, func(tx *store.Tx) error {
		for i := range store.MaxStatements + 100 {
			var n int
			if err := tx.SQL().Row(fmt.Sprintf("SELECT %d", i), nil, &n); err != nil {
				return err
			}
		}
		if got := store.Prepared(tx); got != store.MaxStatements {
			t.Errorf("%d statements are kept, want %d", got, store.MaxStatements)
		}
		return nil
	})
}
