package rep

import (
	"fmt"

	"github.com/parleybot/parley/core/store"
)

// dump is all that the version in force holds, without its number and who is
// nobody any more.
func (r *rig) dump() (lines []string) {
	r.t.Helper()
	tables := []string{
		`SELECT 'bucket', person, network, epoch, est, fresh, neg, direct, lent, '', '' FROM rep_buckets WHERE version = ? ORDER BY 2, 3, 4`,
		`SELECT 'contribution', person, deal || outcome || reversed, seq, est, fresh, neg, direct, k, partner, rank || other
			FROM rep_contributions WHERE version = ? ORDER BY 2, 4, 3`,
		`SELECT 'pair', a, b, day, deals, 0, 0, 0, 0, network, '' FROM rep_pairs WHERE version = ? ORDER BY 2, 3, 4, 10`,
		`SELECT 'counts', person, network, completed, late, defaulted, overdue, disputed, cancelled, partners || '/' || verified, first_day || ''
			FROM rep_counts WHERE version = ? ORDER BY 2, 3`,
		`SELECT 'day', person, '', day, est, fresh, neg, 0, 0, '', '' FROM rep_days WHERE version = ? ORDER BY 2, 4`,
	}
	r.read(func(l ledger) error {
		for _, query := range tables {
			if err := dumpTable(l.tx, query, l.version, &lines); err != nil {
				return err
			}
		}
		return nil
	})
	return lines
}

func dumpTable(tx *store.Tx, query string, version int64, lines *[]string) error {
	return tx.SQL().Rows(query, []any{version}, func(scan func(...any) error) error {
		var table, person, a, b, c string
		var n [6]int64
		if err := scan(&table, &person, &a, &n[0], &n[1], &n[2], &n[3], &n[4], &n[5], &b, &c); err != nil {
			return err
		}
		*lines = append(*lines, fmt.Sprint(table, " ", person, " ", a, " ", n, " ", b, " ", c))
		return nil
	})
}
