package rep

import (
	"errors"
	"iter"
	"slices"

	"github.com/parleybot/parley/core/store"
)

// table is what is compared of a table, or copied. The first column of those that
// are compared names a person, or the first of two; they are ordered by key. Rows
// that do not matter, such as sums that came to nothing again, are left out.
type table struct {
	name, columns string
	width         int
	key, matters  string
}

// ofFacts are all tables that come of facts.
func ofFacts() []table {
	return []table{
		{"rep_contributions", `person, seq, n, whose, other, deal, handle, network, outcome, partner, day, weight, k,
			est, fresh, neg, direct, lent, rank, reversed, minor, unit, scale`, 23, "person, seq, n", "1 = 1"},
		{
			"rep_buckets", "person, network, epoch, est, fresh, neg, direct, lent", 8, "person, network, epoch",
			"(est <> 0 OR fresh <> 0 OR neg <> 0 OR direct <> 0 OR lent <> 0)",
		},
		{"rep_counts", `person, network, completed, late, defaulted, overdue, disputed, cancelled,
			partners, verified, first_day`, 11, "person, network", "1 = 1"},
		{"rep_pairs", "a, b, day, network, deals", 5, "a, b, day, network", "1 = 1"},
		{"rep_days", "person, day, est, fresh, neg", 5, "person, day", "1 = 1"},
	}
}

// errEnough ends a walk whose rows nobody wants any more.
var errEnough = errors.New("rep: enough")

// compare walks a table of the ledger and the one that was built anew side by
// side, and fails at the first difference.
func (c *comparison) compare(built *store.Tx, t table) error {
	var failed error
	next, stop := iter.Pull(iter.Seq[[]any](func(yield func([]any) bool) {
		failed = t.rows(built, []any{c.version.number}, func(row []any) error {
			if !yield(row) {
				return errEnough
			}
			return nil
		})
	}))
	defer stop()
	err := t.rows(c.tx, []any{c.version.number}, func(row []any) error {
		want, more := next()
		if failed != nil {
			return failed
		}
		if !more || !slices.Equal(row, want) {
			return errDiffers(t.name, row[0])
		}
		return nil
	})
	if err != nil {
		return err
	}
	if want, more := next(); more {
		return errDiffers(t.name, want[0])
	}
	return wrap("compare "+t.name, failed)
}

// rows hands over the rows of a table, those of a version where one is given.
func (t table) rows(tx *store.Tx, args []any, each func(row []any) error) error {
	query := `SELECT ` + t.columns + ` FROM ` + t.name
	if len(args) > 0 {
		query += ` WHERE version = ? AND ` + t.matters + ` ORDER BY ` + t.key
	}
	return tx.SQL().Rows(query, args, func(scan func(...any) error) error {
		row, into := make([]any, t.width), make([]any, t.width)
		for i := range row {
			into[i] = &row[i]
		}
		if err := scan(into...); err != nil {
			return err
		}
		for i, value := range row {
			if text, ok := value.([]byte); ok { // some drivers give texts so
				row[i] = string(text)
			}
		}
		return each(row)
	})
}
