package main

import (
	"errors"
	"fmt"

	"github.com/parleybot/parley/core/store"
)

// make creates the role where there is none. A role that is there keeps its
// password.
func (r role) make(tx *store.Tx) (made bool, err error) {
	var found int
	err = tx.SQL().Row(`SELECT 1 FROM pg_roles WHERE rolname = ?`, []any{r.name}, &found)
	if !errors.Is(err, store.ErrNotFound) {
		return false, err
	}
	statement := `CREATE ROLE ` + quoted(r.name) + ` LOGIN`
	if r.password != "" {
		verifier, err := r.verifier()
		if err != nil {
			return false, err
		}
		statement += ` PASSWORD '` + verifier + `'` // its alphabet has no quote
	}
	_, err = tx.SQL().Exec(statement)
	return err == nil, err
}

// readWrite is what the bot may do with a table unless restricted says otherwise.
const readWrite = "SELECT, INSERT, UPDATE, DELETE"

// restricted are the tables with which a bot may do less, even one that somebody has
// taken over: the log is only ever added to, and deals stay.
func restricted() map[string]string {
	return map[string]string{
		"schema_migrations": "SELECT",
		"audit_log":         "SELECT, INSERT, UPDATE",
		"audit_events":      "SELECT, INSERT",
		"audit_hashes":      "SELECT, INSERT",
		"audit_checkpoints": "SELECT, INSERT",
		"audit_texts":       "SELECT, INSERT, DELETE",
		"deals_deals":       "SELECT, INSERT, UPDATE",
		"deals_parties":     "SELECT, INSERT, UPDATE",
	}
}

// grant leaves the role with what the bot needs and returns it line by line. It
// takes back what it had before and nobody wants it to have.
func (r role) grant(tx *store.Tx) (granted []string, err error) {
	var schema, owner string
	if err := tx.SQL().Row(`SELECT current_schema(), current_user`, nil, &schema, &owner); err != nil {
		return nil, err
	}
	if owner == r.name {
		return nil, errors.New("DATABASE_URL and DATABASE_OWNER_URL name the same role, which may do everything")
	}
	var tables []string
	err = tx.SQL().Rows(`SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tableowner = current_user
		ORDER BY tablename`, nil, func(scan func(...any) error) error {
		var name string
		err := scan(&name)
		tables = append(tables, name)
		return err
	})
	if err != nil {
		return nil, err
	}
	to, in := quoted(r.name), quoted(schema)
	statements := []string{
		`REVOKE ALL ON SCHEMA ` + in + ` FROM ` + to,
		`REVOKE ALL ON ALL TABLES IN SCHEMA ` + in + ` FROM ` + to,
		`GRANT USAGE ON SCHEMA ` + in + ` TO ` + to,
		`GRANT SELECT, UPDATE ON SEQUENCE store_clock TO ` + to, // the time that all processes share
	}
	less := restricted()
	for _, table := range tables {
		may, fewer := less[table]
		if !fewer {
			may = readWrite
		}
		statements = append(statements, `GRANT `+may+` ON `+quoted(table)+` TO `+to)
		granted = append(granted, fmt.Sprintf("%-24s %s", table, may))
	}
	for _, statement := range statements {
		if _, err := tx.SQL().Exec(statement); err != nil {
			return nil, err
		}
	}
	return granted, nil
}
