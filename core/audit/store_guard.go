package audit

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/parleybot/parley/core/store"
)

// CheckGuards reports, as a *Broken, the first trigger of the given migrations, by default of
// this package's, that is missing from the database or says something else there.
// Triggers are what makes the database itself refuse a change of the log, and
// they vanish silently when a table is rebuilt.
func CheckGuards(tx *store.Tx, of ...store.Migrations) error {
	if len(of) == 0 {
		of = []store.Migrations{Migrations()}
	}
	query, read := sqliteGuards, readSQLite
	if tx.Dialect() == store.Postgres {
		query, read = postgresGuards, readPostgres
	}
	there := map[string]string{}
	err := tx.SQL().Rows(query, nil, func(scan func(...any) error) error {
		var name, text string
		err := scan(&name, &text)
		there[name] = text
		return err
	})
	if err != nil {
		return wrap("check the guards", err)
	}
	for _, m := range of {
		wanted, err := guards(m, tx.Dialect(), read)
		if err != nil {
			return wrap("check the guards", err)
		}
		for _, name := range slices.Sorted(maps.Keys(wanted)) {
			if text, found := there[name]; !found {
				return wrap("check the guards", broken(-1, "the trigger %s is missing from the database", name))
			} else if text != wanted[name] {
				return wrap("check the guards", broken(-1, "the trigger %s was changed", name))
			}
		}
	}
	return nil
}

// guards returns the triggers that stand after all files of a package, by name.
func guards(m store.Migrations, d store.Dialect, read func(text string, standing map[string]string)) (map[string]string, error) {
	files, err := fs.Glob(m.FS, fmt.Sprintf("%s/*.sql", d)) // in the order of their numbers
	if err != nil {
		return nil, err
	}
	standing := map[string]string{}
	for _, file := range files {
		text, err := fs.ReadFile(m.FS, file)
		if err != nil {
			return nil, err
		}
		// As the store reads it.
		read(string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))), standing)
	}
	return standing, nil
}
