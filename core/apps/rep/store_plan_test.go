package rep

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// What a card, a deal's line and the details read is found by an index, in
// order, so that its cost does not grow with a person's deals.
func TestPlans(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for name, query := range map[string]string{
		"buckets":   `SELECT epoch, est FROM rep_buckets WHERE version = 1 AND person = 'a' AND epoch >= 90`,
		"counts":    `SELECT completed FROM rep_counts WHERE version = 1 AND person = 'a' AND network = ''`,
		"details":   `SELECT seq FROM rep_contributions WHERE version = 1 AND person = 'a' AND reversed = 0 AND rank > 0 ORDER BY rank DESC LIMIT 5`,
		"penalties": `SELECT seq FROM rep_contributions WHERE version = 1 AND deal = 'd' AND whose = 'a' AND outcome = 'overdue' AND reversed = 0`,
		"pair":      `SELECT sum(deals) FROM rep_pairs WHERE version = 1 AND a = 'a' AND b = 'b' AND day > 20000`,
		"days":      `SELECT day FROM rep_days WHERE version = 1 AND person = 'a' AND day >= 20000 ORDER BY day`,
		"verified":  `SELECT 1 FROM rep_verified WHERE person = 'a'`,
	} {
		if r.store.Dialect() == store.Postgres {
			for _, walk := range storetest.WalksOf(t, r.store, []string{query}) {
				t.Errorf("%s: %s", name, walk)
			}
			continue
		}
		r.read(func(l ledger) error {
			return l.tx.SQL().Rows("EXPLAIN QUERY PLAN "+query, nil, func(scan func(...any) error) error {
				var id, parent, unused int
				var step string
				err := scan(&id, &parent, &unused, &step)
				if strings.HasPrefix(step, "SCAN") || strings.Contains(step, "TEMP B-TREE") {
					t.Errorf("%s: %s", name, step)
				}
				return err
			})
		})
	}
}

// However many contributions there are, a person has as many rows to sum.
func TestRowsReadAreBounded(t *testing.T) {
	t.Parallel()
	for _, many := range []int{10, 20_000} {
		r := newRig(t)
		r.crowd("ann", many)
		r.read(func(l ledger) error {
			all, err := l.buckets("ann", allNetworks, dayOf(r.clock.Now()))
			if want := len(networks()) * (oldest + 1); len(all) != want {
				t.Errorf("%d contributions: %d buckets, want %d", many, len(all), want)
			}
			return err
		})
	}
}
