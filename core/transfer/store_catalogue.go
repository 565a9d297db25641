package transfer

import (
	"fmt"
	"strings"

	"github.com/parleybot/parley/core/store"
)

// catalogue is how a database tells which tables it has, in the order in which
// they were made, and which columns: name, type, place in the primary key from 1
// on or 0, and whether it is numbered by the database.
type catalogue struct{ tables, columns string }

// catalogueOf returns the questions that a kind of database answers.
func catalogueOf(tx *store.Tx) catalogue {
	if tx.Dialect() == store.Postgres {
		return catalogue{
			tables: `SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' ORDER BY c.oid`,
			columns: `SELECT a.attname, t.typname, coalesce(array_position(i.indkey::int2[], a.attnum) + 1, 0),
				CASE WHEN a.attidentity = '' THEN 0 ELSE 1 END
				FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
				LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
				WHERE a.attrelid = to_regclass(CAST(? AS text)) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attname COLLATE "C"`,
		}
	}
	return catalogue{
		tables:  `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid`,
		columns: `SELECT name, type, pk, 0 FROM pragma_table_info(?) ORDER BY name`,
	}
}

// history is the store's own account of what the database went through, and own
// begins the names of its other tables, which say who is at work there: every
// database has such, and none is carried over.
const (
	history = "schema_migrations"
	own     = "store_"
)

// tables describes all tables of a database.
func tables(tx *store.Tx) (all []table, err error) {
	ask := catalogueOf(tx)
	err = tx.SQL().Rows(ask.tables, nil, func(scan func(...any) error) error {
		var t table
		err := scan(&t.name)
		if err == nil && t.name != history && !strings.HasPrefix(t.name, own) {
			all = append(all, t)
		}
		return err
	})
	for i := range all {
		if err == nil {
			err = all[i].describe(tx, ask.columns)
		}
	}
	return all, err
}

func (t *table) describe(tx *store.Tx, query string) error {
	placed := map[int]string{}
	err := tx.SQL().Rows(query, []any{t.name}, func(scan func(...any) error) error {
		var c column
		var of string
		var place int
		if err := scan(&c.name, &of, &place, &c.counts); err != nil {
			return err
		}
		if place > 0 {
			placed[place] = c.name
		}
		switch strings.ToUpper(of) {
		case "INTEGER", "INT8", "INT4", "INT2":
			c.kind = number
		case "TEXT":
			c.kind = words
		case "BLOB", "BYTEA":
			c.kind = bytes
		default:
			return fmt.Errorf("%s of %s is of the type %s, which has no counterpart", c.name, t.name, of)
		}
		t.columns = append(t.columns, c)
		return nil
	})
	for place := range len(placed) {
		t.key = append(t.key, placed[place+1])
	}
	if err == nil && len(t.key) == 0 {
		err = fmt.Errorf("%s has no primary key", t.name)
	}
	return err
}

// settle has a database go on numbering behind what it was given, and look anew at
// what is in its tables before anybody asks questions that hang on that.
func settle(tx *store.Tx, all []table) error {
	if tx.Dialect() != store.Postgres {
		return nil
	}
	for _, t := range all {
		for _, c := range t.columns {
			if !c.counts {
				continue
			}
			var next int64
			err := tx.SQL().Row("SELECT setval(pg_get_serial_sequence(?, ?), coalesce(max("+c.name+"), 0) + 1, false) FROM "+t.name,
				[]any{t.name, c.name}, &next)
			if err != nil {
				return fmt.Errorf("number %s: %w", t.name, err)
			}
		}
		if _, err := tx.SQL().Exec("ANALYZE " + t.name); err != nil {
			return fmt.Errorf("analyse %s: %w", t.name, err)
		}
	}
	return nil
}
