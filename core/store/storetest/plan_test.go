package storetest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/parleybot/parley/core/store"
)

func TestWalks(t *testing.T) {
	t.Parallel()
	const schema = `
		CREATE TABLE cards (id INTEGER PRIMARY KEY, suit TEXT NOT NULL, rank INTEGER NOT NULL);
		CREATE INDEX cards_suit ON cards (suit, rank);`
	s := Open(t, store.Migrations{Name: "cards", FS: fstest.MapFS{
		"sqlite/0001_cards.sql": {Data: []byte(schema)}, "postgres/0001_cards.sql": {Data: []byte(schema)},
	}})
	folder := t.TempDir()
	for name, source := range map[string]string{
		"store.go": "package cards\n" +
			"const columns, from = `id, suit`, ` FROM cards`\n" +
			"const all = `SELECT ` + columns + from + `\n\tWHERE id > 0 OR rank = 1`\n" +
			"func f() { run(all, `SELECT `+columns+from+` WHERE rank = ?`, 7) }\n",
		"store_more.go": "package cards\n" +
			"func g(n int) { run(`UPDATE cards SET rank = ? WHERE suit = ?`, `DELETE FROM cards WHERE suit = ? AND rank = ?`, n+1) }\n" +
			"func h() { run(`SELECT id FROM cards WHERE id = ?`, `SELECT EXISTS (SELECT 1 FROM cards WHERE id = 3)`) }\n" +
			"func i() { run(`SELECT n FROM (SELECT DISTINCT rank AS n FROM cards WHERE suit = ? AND rank = ? LIMIT 5) AS few`, `Select a card.`) }\n",
		"store_test.go": "package cards\nconst inTest = `SELECT rank FROM cards`\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(source), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		"SELECT id, suit FROM cards WHERE id > 0 OR rank = 1: SCAN cards",
		"SELECT id, suit FROM cards WHERE rank = ?: SCAN cards",
		"UPDATE cards SET rank = ? WHERE suit = ?: SEARCH cards USING INDEX cards_suit (suit=?)",
	}
	if s.Dialect() == store.Postgres {
		// It reads the index from end to end where SQLite would read the table, and
		// what is wide it knows by itself.
		got := Walks(t, s, folder)
		if len(got) == 0 || !strings.HasPrefix(got[0], want[0][:strings.Index(want[0], ":")]) {
			t.Errorf("walks\n got %q\nwant %q", got, want[:1])
		}
		return
	}
	if got := Walks(t, s, folder, "(suit=?)"); !slices.Equal(got, want) {
		t.Errorf("walks\n got %q\nwant %q", got, want)
	}
	if got := Walks(t, s, folder); !slices.Equal(got, want[:2]) {
		t.Errorf("walks when a suit is narrow\n got %q\nwant %q", got, want[:2])
	}
}
