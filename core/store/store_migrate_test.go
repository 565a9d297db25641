package store_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

const (
	first  = "CREATE TABLE firsts (id INTEGER PRIMARY KEY);\nINSERT INTO firsts VALUES (1);\n"
	second = "INSERT INTO firsts VALUES (2);\n"
	third  = "INSERT INTO firsts VALUES (3);\n"
)

func TestMigrationsRunOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "parley.db")
	clock := storetest.NewClock(storetest.Epoch)
	open := func(list []store.Migrations) *store.Store {
		return storetest.OpenOptions(t, store.Options{Path: path, Now: clock.Now, Migrations: list})
	}
	history := func(s *store.Store) (lines []string) {
		err := s.Read(t.Context(), func(tx *store.Tx) error {
			return tx.SQL().Rows("SELECT package || ' ' || number || ' ' || name || ' ' || applied_at || ' ' || (SELECT count(*) FROM firsts) FROM schema_migrations ORDER BY package, number", nil,
				func(scan func(dest ...any) error) error {
					lines = append(lines, "")
					return scan(&lines[len(lines)-1])
				})
		})
		if err != nil {
			t.Fatal(err)
		}
		return lines
	}
	steps := []struct {
		files []string
		want  string
	}{
		{[]string{"0001_make.sql", first, "README.md", "not a migration"}, "a 1 make 1772452800000 1"},
		{[]string{"0001_make.sql", first}, "a 1 make 1772452800000 1"},
		// A checkout with other line ends is the same file.
		{[]string{"0001_make.sql", strings.ReplaceAll(first, "\n", "\r\n"), "0002_fill.sql", second}, "a 1 make 1772452800000 2|a 2 fill 1772452800000 2"},
	}
	for i, step := range steps {
		s := open(migrations("a", step.files...))
		if got := strings.Join(history(s), "|"); got != step.want {
			t.Errorf("step %d: history %q, want %q", i, got, step.want)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	// Another app beside it, and the first one taken out of the program.
	s := open(migrations("b", "0001_other.sql", third))
	if got := len(history(s)); got != 3 {
		t.Errorf("%d rows of history, want 3", got)
	}
}

func TestMigrationsRefused(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		list []store.Migrations
		is   error
		says string
	}{
		{"newer database", append(migrations("b", "0001_b.sql", third), migrations("a", "0001_make.sql", first)...), store.ErrNewer, "0002_fill"},
		{"changed file", migrations("a", "0001_make.sql", first+" ", "0002_fill.sql", second), nil, "0001_make was changed"},
		{"gap", migrations("b", "0002_late.sql", second), nil, "number 0001 should"},
		{"name", migrations("b", "1_short.sql", second), nil, "not named like"},
		{"no files for this database", []store.Migrations{{Name: "b", FS: fstest.MapFS{}}}, nil, "migrations of b"},
		{"twice", append(migrations("b", "0001_b.sql", third), migrations("b", "0001_b.sql", third)...), nil, "listed twice"},
		{"no name", migrations("", "0001_b.sql", second), nil, "no name"},
		{"deferred key", migrations("b", "0001_b.sql", "CREATE TABLE b (id INTEGER REFERENCES firsts (id) DEFERRABLE INITIALLY DEFERRED)"), nil, "table b has a deferred"},
		{"broken rule", migrations("b", "0001_b.sql", "INSERT INTO firsts VALUES (1)"), store.ErrUnique, "0001_b"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "parley.db")
			known := migrations("a", "0001_make.sql", first, "0002_fill.sql", second)
			s := storetest.OpenOptions(t, store.Options{Path: path, Migrations: known})
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s, err := store.Open(t.Context(), store.Options{Path: path, Migrations: c.list})
			if err == nil {
				_ = s.Close()
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), c.says) || c.is != nil && !errors.Is(err, c.is) {
				t.Errorf("refused with %q, want %q (%v)", err, c.says, c.is)
			}
			s = storetest.OpenOptions(t, store.Options{Path: path, Migrations: known})
			if applied, rows := applied(t, s); applied != 2 || rows != 2 {
				t.Errorf("after the refusal, %d migrations are applied and made %d rows", applied, rows)
			}
		})
	}
}

// A file that fails half-way leaves nothing; the files before it stay.
func TestMigrationInterrupted(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "parley.db")
	broken := migrations("a", "0001_make.sql", first, "0002_half.sql", "CREATE TABLE half (id INTEGER); INSERT INTO nowhere VALUES (1);")
	if s, err := store.Open(t.Context(), store.Options{Path: path, Migrations: broken}); err == nil {
		_ = s.Close()
		t.Fatal("opened with a broken migration")
	}
	repaired := migrations("a", "0001_make.sql", first, "0002_half.sql", "CREATE TABLE half (id INTEGER)")
	s := storetest.OpenOptions(t, store.Options{Path: path, Migrations: repaired})
	if applied, rows := applied(t, s); applied != 2 || rows != 1 {
		t.Errorf("%d migrations applied, %d rows; the first must have run once", applied, rows)
	}
}

// A file that commits by itself cannot be undone, but it is found out at once.
func TestMigrationThatCommits(t *testing.T) {
	t.Parallel()
	o := store.Options{Path: filepath.Join(t.TempDir(), "parley.db"), Migrations: migrations("a", "0001_a.sql", first+"COMMIT;")}
	s, err := store.Open(t.Context(), o)
	if err == nil {
		_ = s.Close()
		t.Fatal("opened")
	}
	if !strings.Contains(err.Error(), "ends its own transaction") {
		t.Errorf("refused with %q", err)
	}
}

// applied counts the migrations and the rows that they made.
func applied(t *testing.T, s *store.Store) (migrations, rows int) {
	t.Helper()
	err := s.Read(t.Context(), func(tx *store.Tx) error {
		return tx.SQL().Row("SELECT (SELECT count(*) FROM schema_migrations), (SELECT count(*) FROM firsts)", nil, &migrations, &rows)
	})
	if err != nil {
		t.Fatal(err)
	}
	return migrations, rows
}
