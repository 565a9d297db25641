package outbox

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store/storetest"
)

// Ended notifications are kept, so a query that walks through all rows gets slower
// for ever.
func TestNoTurnReadsTheHistory(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, Migrations())
	for _, walk := range storetest.WalksOf(t, s, []string{
		selectDue, selectOverdue, selectClaimed, selectClaimers, nextAtAll, nextReady, existsDue,
		selectEnded, selectInVain, selectAstray, selectWaiting, selectHeads, selectDead,
	}) {
		if strings.Contains(walk, "SCAN outbox") && !strings.Contains(walk, "INDEX") {
			t.Error(walk)
		}
	}
}
