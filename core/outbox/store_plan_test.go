package outbox

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// Ended notifications are kept, so a query that walks through all rows gets slower
// for ever.
func TestNoTurnReadsTheHistory(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, Migrations())
	for _, query := range []string{
		selectDue, selectOverdue, selectMine, selectOthers, nextAtAll, nextReady, existsDue,
		selectEnded, selectInVain, selectAstray, selectWaiting, selectHeads, selectDead,
	} {
		args := make([]any, strings.Count(query, "?"))
		for i := range args {
			args[i] = 1
		}
		err := s.Read(t.Context(), func(tx *store.Tx) error {
			return tx.SQL().Rows(`EXPLAIN QUERY PLAN `+query, args, func(scan func(...any) error) error {
				var id, parent, unused int
				var detail string
				err := scan(&id, &parent, &unused, &detail)
				if strings.HasPrefix(detail, "SCAN outbox") && !strings.Contains(detail, "INDEX") {
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
