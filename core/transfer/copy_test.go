package transfer

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shelf is a small schema with all that makes copying hard: rows from the
// migrations, a table that only takes the next number, a reference, every kind of
// value, and columns in different orders.
func shelf() []store.Migrations {
	return []store.Migrations{{Name: "shelf", FS: fstest.MapFS{
		"sqlite/0001_shelf.sql": {Data: []byte(`
			CREATE TABLE books (title TEXT NOT NULL PRIMARY KEY, pages INTEGER, cover BLOB) STRICT, WITHOUT ROWID;
			CREATE TABLE loans (n INTEGER NOT NULL PRIMARY KEY, title TEXT NOT NULL REFERENCES books (title)) STRICT;
			CREATE TABLE rules (name TEXT NOT NULL PRIMARY KEY, days INTEGER NOT NULL) STRICT;
			INSERT INTO rules (name, days) VALUES ('loan', 14);
			CREATE TRIGGER loans_next BEFORE INSERT ON loans WHEN NEW.n <> (SELECT coalesce(max(n) + 1, 0) FROM loans)
			BEGIN SELECT RAISE(ABORT, 'loans are only appended'); END;
			CREATE TRIGGER loans_stay BEFORE DELETE ON loans BEGIN SELECT RAISE(ABORT, 'loans stay'); END;`)},
		"postgres/0001_shelf.sql": {Data: []byte(`
			CREATE TABLE books (cover BYTEA, pages BIGINT, title TEXT COLLATE "C" NOT NULL PRIMARY KEY);
			CREATE TABLE loans (title TEXT COLLATE "C" NOT NULL REFERENCES books (title), n BIGINT NOT NULL PRIMARY KEY);
			CREATE TABLE rules (name TEXT COLLATE "C" NOT NULL PRIMARY KEY, days BIGINT NOT NULL);
			INSERT INTO rules (name, days) VALUES ('loan', 14);
			CREATE FUNCTION loans_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
				IF TG_OP = 'DELETE' OR NEW.n <> (SELECT coalesce(max(n) + 1, 0) FROM loans) THEN
					RAISE EXCEPTION 'loans are only appended';
				END IF;
				RETURN NEW;
			END; $$;
			CREATE TRIGGER loans_guard BEFORE INSERT OR DELETE ON loans FOR EACH ROW EXECUTE FUNCTION loans_guard();`)},
	}}}
}

func openShelf(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	o.Migrations = shelf()
	return storetest.OpenOptions(t, o)
}

// fill puts more rows on a shelf than one statement carries.
func fill(t *testing.T, s *store.Store) {
	t.Helper()
	write(t, s, func(tx *store.Tx) error {
		for n := range 5000 {
			title := fmt.Sprintf("%c book %d, ärger; 'quoted'", 'A'+rune(n%60), n)
			if _, err := tx.SQL().Exec(`INSERT INTO books (title, pages, cover) VALUES (?, ?, ?)`, title, n-100, []byte{0, byte(n), 255}); err != nil {
				return err
			}
			if _, err := tx.SQL().Exec(`INSERT INTO loans (n, title) VALUES (?, ?)`, n, title); err != nil {
				return err
			}
		}
		if _, err := tx.SQL().Exec(`INSERT INTO books (title, pages, cover) VALUES ('', NULL, NULL)`); err != nil {
			return err
		}
		_, err := tx.SQL().Exec(`UPDATE rules SET days = 21`)
		return err
	})
}

func write(t *testing.T, s *store.Store, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := s.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// content is a sum over all that a store holds.
func content(t *testing.T, s *store.Store) string {
	t.Helper()
	var all []string
	err := s.Read(t.Context(), func(tx *store.Tx) error {
		found, err := tables(tx)
		for _, table := range found {
			got, err := table.sum(tx)
			if err != nil {
				return err
			}
			all = append(all, fmt.Sprintf("%s %d %x", table.name, got.rows, got.hash))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, "\n")
}

func file(t *testing.T) store.Options {
	return store.Options{Path: filepath.Join(t.TempDir(), "parley.db")}
}

func server(t *testing.T) store.Options { return store.Options{URL: storetest.Database(t)} }

// ways are the directions in which a ledger moves.
func ways(t *testing.T, each func(t *testing.T, from, to store.Options)) {
	t.Helper()
	for name, way := range map[string][2]func(*testing.T) store.Options{
		"file to file": {file, file}, "file to PostgreSQL": {file, server}, "PostgreSQL to file": {server, file},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, way[0](t), way[1](t))
		})
	}
}

func TestCopy(t *testing.T) {
	t.Parallel()
	ways(t, func(t *testing.T, from, to store.Options) {
		source, target := openShelf(t, from), openShelf(t, to)
		fill(t, source)
		r, err := Copy(t.Context(), source, target, Options{Migrations: shelf()})
		if err != nil {
			t.Fatal(err)
		}
		if want := (Report{Tables: 3, Rows: 10002}); r != want {
			t.Errorf("%+v, want %+v", r, want)
		}
		if got, want := content(t, target), content(t, source); got != want {
			t.Errorf("the target holds\n%s\nthe source\n%s", got, want)
		}
		if _, err := Copy(t.Context(), source, target, Options{Migrations: shelf()}); !errors.Is(err, ErrNotEmpty) {
			t.Errorf("a second copy: %v", err)
		}
	})
}

func TestFailedCopyLeavesNothing(t *testing.T) {
	t.Parallel()
	ways(t, func(t *testing.T, from, to store.Options) {
		source, target := openShelf(t, from), openShelf(t, to)
		fill(t, source)
		before := content(t, target)
		refusal := errors.New("not good enough")
		seen := 0
		_, err := Copy(t.Context(), source, target, Options{Migrations: shelf(), Verify: func(tx *store.Tx) error {
			if err := tx.SQL().Row(`SELECT count(*) FROM loans`, nil, &seen); err != nil {
				return err
			}
			return refusal
		}})
		if !errors.Is(err, refusal) || seen != 5000 {
			t.Errorf("%v after %d loans", err, seen)
		}
		if got := content(t, target); got != before {
			t.Errorf("the target holds\n%s", got)
		}
	})
}

func TestTargetThatWasUsed(t *testing.T) {
	t.Parallel()
	for name, query := range map[string]string{
		"a row":           `INSERT INTO books (title) VALUES ('one')`,
		"a changed seed":  `UPDATE rules SET days = 1`,
		"one seed beside": `INSERT INTO rules (name, days) VALUES ('other', 2)`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source, target := openShelf(t, file(t)), openShelf(t, file(t))
			write(t, target, func(tx *store.Tx) error { _, err := tx.SQL().Exec(query); return err })
			before := content(t, target)
			if _, err := Copy(t.Context(), source, target, Options{Migrations: shelf()}); !errors.Is(err, ErrNotEmpty) {
				t.Errorf("got %v", err)
			}
			if got := content(t, target); got != before {
				t.Errorf("the target holds\n%s", got)
			}
		})
	}
}
