package reminders

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// What waits and what was told grows with every deal: a run must not read it all.
func TestNoRunReadsEverything(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, store.Folder("reminders", migrationFiles))
	for _, query := range []string{
		selectFirst, selectRipe, deleteDigests,
		`DELETE FROM reminders_waiting WHERE deal = ?`,
		`SELECT week FROM reminders_digests WHERE person = ?`,
		`SELECT until FROM reminders_snoozes WHERE deal = ? AND side = ?`,
	} {
		if s.Dialect() == store.Postgres {
			for _, walk := range storetest.WalksOf(t, s, []string{query}) {
				t.Error(walk)
			}
			continue
		}
		args := make([]any, strings.Count(query, "?"))
		for i := range args {
			args[i] = 1
		}
		err := s.Read(t.Context(), func(tx *store.Tx) error {
			return tx.SQL().Rows(`EXPLAIN QUERY PLAN `+query, args, func(scan func(...any) error) error {
				var id, parent, unused int
				var detail string
				err := scan(&id, &parent, &unused, &detail)
				if strings.HasPrefix(detail, "SCAN reminders_") || strings.Contains(detail, "TEMP B-TREE") && query == selectFirst {
					t.Errorf("%s\nreads every row: %s", query, detail)
				}
				return err
			})
		})
		if err != nil {
			t.Error(err)
		}
	}
}
