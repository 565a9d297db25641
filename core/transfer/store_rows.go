package transfer

import (
	"fmt"
	"strings"

	"github.com/parleybot/parley/core/store"
)

// values is how many values one statement carries at most: enough that a
// statement's own cost does not count, and less than either database allows.
const values = 8000

// copy sends all rows of a table, in the order of its key.
func (t table) copy(source, target *store.Tx) (sum, error) {
	full := values / len(t.columns)
	insert := t.insert(full)
	sent := newSummer()
	var waiting []any
	err := t.rows(source, func(row []any) error {
		sent.add(row)
		waiting = append(waiting, row...)
		if len(waiting) < full*len(t.columns) {
			return nil
		}
		_, err := target.SQL().Exec(insert, waiting...)
		waiting = waiting[:0]
		return err
	})
	if err == nil && len(waiting) > 0 {
		_, err = target.SQL().Exec(t.insert(len(waiting)/len(t.columns)), waiting...)
	}
	return sent.sum(), err
}

func (t table) insert(rows int) string {
	row := "(?" + strings.Repeat(", ?", len(t.columns)-1) + ")"
	return "INSERT INTO " + t.name + " (" + t.names() + ") VALUES " + row + strings.Repeat(", "+row, rows-1)
}

// sum reads a whole table.
func (t table) sum(tx *store.Tx) (sum, error) {
	s := newSummer()
	err := t.rows(tx, func(row []any) error {
		s.add(row)
		return nil
	})
	return s.sum(), err
}

// rows hands over the rows of a table in the order of its key, which both
// databases take to be that of the bytes. The row is used again for the next one.
func (t table) rows(tx *store.Tx, each func(row []any) error) error {
	query := "SELECT " + t.names() + " FROM " + t.name + " ORDER BY " + strings.Join(t.key, ", ")
	row, into := make([]any, len(t.columns)), make([]any, len(t.columns))
	for i := range row {
		into[i] = &row[i]
	}
	return tx.SQL().Rows(query, nil, func(scan func(...any) error) error {
		err := scan(into...)
		if err != nil {
			return err
		}
		for i, c := range t.columns {
			if row[i], err = c.kind.plain(row[i]); err != nil {
				return fmt.Errorf("%s of %s: %w", c.name, t.name, err)
			}
		}
		return each(row)
	})
}

// empty takes all rows out of a table.
func (t table) empty(tx *store.Tx) error {
	_, err := tx.SQL().Exec("DELETE FROM " + t.name)
	return err
}
