package audit

import (
	"bytes"
	"io/fs"
	"maps"
	"regexp"
	"slices"

	"github.com/parleybot/parley/core/store"
)

// The two statements of a migration that matter here. A trigger's text runs to
// its END, which is how the database keeps it.
var (
	guardMade    = regexp.MustCompile(`(?ms)^CREATE TRIGGER\s+(\w+)\s.*?\bEND;`)
	guardDropped = regexp.MustCompile(`(?m)^DROP TRIGGER\s+(?:IF EXISTS\s+)?(\w+)`)
)

// CheckGuards reports, as a *Broken, the first trigger of the given migrations, by default of
// this package's, that is missing from the database or says something else there.
// Triggers are what makes the database itself refuse a change of the log, and
// they vanish silently when a table is rebuilt.
func CheckGuards(tx *store.Tx, of ...store.Migrations) error {
	if len(of) == 0 {
		of = []store.Migrations{Migrations()}
	}
	there := map[string]string{}
	err := tx.SQL().Rows(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`, nil, func(scan func(...any) error) error {
		var name, text string
		err := scan(&name, &text)
		there[name] = text
		return err
	})
	if err != nil {
		return wrap("check the guards", err)
	}
	for _, m := range of {
		wanted, err := guards(m)
		if err != nil {
			return wrap("check the guards", err)
		}
		for _, name := range slices.Sorted(maps.Keys(wanted)) {
			if text, found := there[name]; !found {
				return wrap("check the guards", broken(-1, "the trigger %s is missing from the database", name))
			} else if text+";" != wanted[name] {
				return wrap("check the guards", broken(-1, "the trigger %s was changed", name))
			}
		}
	}
	return nil
}

// guards returns the triggers that stand after all files of a package, by name.
func guards(m store.Migrations) (map[string]string, error) {
	files, err := fs.Glob(m.FS, "sqlite/*.sql") // in the order of their numbers
	if err != nil {
		return nil, err
	}
	standing := map[string]string{}
	for _, file := range files {
		text, err := fs.ReadFile(m.FS, file)
		if err != nil {
			return nil, err
		}
		text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")) // as the store reads it
		for _, dropped := range guardDropped.FindAllStringSubmatch(string(text), -1) {
			delete(standing, dropped[1])
		}
		for _, made := range guardMade.FindAllStringSubmatch(string(text), -1) {
			standing[made[1]] = made[0]
		}
	}
	return standing, nil
}
