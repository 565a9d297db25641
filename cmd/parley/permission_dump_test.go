package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
)

// dump is what a ledger holds: of each table, the rows as one hash.
type dump map[string]string

// spared are the tables that a refusal may write to: the answer that is kept for
// a redelivery, the count of tries, and how often each command was used.
func spared() []string { return []string{"accounts_counters", "bot_requests", "operator_usage"} }

// forget has the engine forget who guessed how often, which is another test's.
func forget(t testing.TB, s *store.Store) {
	t.Helper()
	if err := s.Write(context.Background(), func(tx *store.Tx) error {
		_, err := tx.SQL().Exec("DELETE FROM accounts_counters")
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// take reads the whole ledger but what is spared.
func take(t testing.TB, s *store.Store) dump {
	t.Helper()
	d := dump{}
	err := s.Read(context.Background(), func(tx *store.Tx) error {
		columns := map[string]int{}
		err := tx.SQL().Rows(tableWidths(tx), nil, func(scan func(...any) error) error {
			var name string
			var n int
			err := scan(&name, &n)
			columns[name] = n
			return err
		})
		for name, n := range columns {
			if err == nil && !slices.Contains(spared(), name) {
				d[name], err = hash(tx, name, n)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// tableWidths asks for the tables of a database and how many columns they have.
func tableWidths(tx *store.Tx) string {
	if tx.Dialect() == store.Postgres {
		return `SELECT table_name, count(*) FROM information_schema.columns WHERE table_schema = current_schema() GROUP BY table_name`
	}
	return `SELECT m.name, count(*) FROM sqlite_schema m JOIN pragma_table_info(m.name)
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' GROUP BY m.name`
}

func hash(tx *store.Tx, table string, columns int) (string, error) {
	h := sha256.New()
	row := make([]any, columns)
	into := make([]any, columns)
	var line []byte
	for i := range row {
		into[i] = &row[i]
	}
	err := tx.SQL().Rows("SELECT * FROM "+table, nil, func(scan func(...any) error) error {
		if err := scan(into...); err != nil {
			return err
		}
		for _, value := range row {
			line = appendValue(line[:0], value)
			h.Write(line)
		}
		return nil
	})
	return string(h.Sum(nil)), err
}

// appendValue writes a value so that no two rows read alike. It runs a million
// times, so it is not fmt's.
func appendValue(line []byte, value any) []byte {
	switch v := value.(type) {
	case int64:
		return append(strconv.AppendInt(line, v, 10), 'i')
	case string:
		return append(append(strconv.AppendInt(line, int64(len(v)), 10), 's'), v...)
	case []byte:
		return append(append(strconv.AppendInt(line, int64(len(v)), 10), 'b'), v...)
	}
	return fmt.Appendf(line, "%T%v;", value, value)
}

// changed names the tables that differ, "" for none.
func (d dump) changed(now dump) string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if d[name] != now[name] {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// A comparison that sees nothing would let every test here pass.
func TestDumpSeesChanges(t *testing.T) {
	t.Parallel()
	s := openScene(t)
	before := take(t, s.Store)
	if len(before) < 20 {
		t.Fatalf("only %d tables are looked at", len(before))
	}
	s.callers[0].in("harbor").Says("/deal block test-d:tom")
	if got := before.changed(take(t, s.Store)); !strings.Contains(got, "accounts_blocks") {
		t.Errorf("a block changed %q", got)
	}
	before = take(t, s.Store)
	s.callers[0].in("harbor").Says("/deal view 00000000")
	if got := before.changed(take(t, s.Store)); got != "" {
		t.Errorf("a wrong number changed %s", got)
	}
}
