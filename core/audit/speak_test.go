package audit

import (
	"regexp"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
)

var replaced = regexp.MustCompile(`CAST\(replace\((\w+), ('\w+'), ('\w+')\) AS BLOB\)`)

// spoken is a statement of a forger, written for SQLite, as the database of the
// test understands it.
func spoken(d store.Dialect, query string) string {
	if d == store.SQLite {
		return query
	}
	query = strings.NewReplacer("zeroblob(32)", "decode(repeat('00', 32), 'hex')", "x''", "CAST('' AS bytea)",
		"INSERT OR REPLACE", "INSERT").Replace(query)
	if name, ok := strings.CutPrefix(query, "DROP TRIGGER "); ok {
		query += " ON " + guarded(name)
	}
	return replaced.ReplaceAllString(query, "convert_to(replace(convert_from($1, 'UTF8'), $2, $3), 'UTF8')")
}

// guarded is the table of a trigger, which is named after it.
func guarded(trigger string) string {
	parts := strings.SplitN(trigger, "_", 3)
	return parts[0] + "_" + parts[1]
}

// hollow makes a trigger of that name which refuses nothing.
func hollow(d store.Dialect, name string) []string {
	if d == store.SQLite {
		return []string{`CREATE TRIGGER ` + name + ` BEFORE DELETE ON audit_texts WHEN 0 BEGIN SELECT 1; END`}
	}
	return []string{
		`CREATE FUNCTION hollow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'`,
		`CREATE TRIGGER ` + name + ` BEFORE DELETE ON audit_texts FOR EACH ROW EXECUTE FUNCTION hollow()`,
	}
}

// A file of either database names the same guards; PostgreSQL needs some more,
// against what SQLite does not have.
func TestGuardsOfBothDatabases(t *testing.T) {
	t.Parallel()
	small, err := guards(Migrations(), store.SQLite, readSQLite)
	if err != nil {
		t.Fatal(err)
	}
	large, err := guards(Migrations(), store.Postgres, readPostgres)
	if err != nil {
		t.Fatal(err)
	}
	for name := range small {
		if large[name] == "" {
			t.Errorf("PostgreSQL lacks %s", name)
		}
		delete(large, name)
	}
	for name := range large {
		if !strings.HasSuffix(name, "_no_truncate") {
			t.Errorf("SQLite lacks %s", name)
		}
	}
	if len(small) != 11 || len(large) != 5 {
		t.Errorf("%d guards on both, %d on PostgreSQL alone", len(small), len(large))
	}
}
