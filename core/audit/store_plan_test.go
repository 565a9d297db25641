package audit

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store/storetest"
)

// What is asked of the log takes as long with a million events, but for Count,
// which goes with a walk through the whole log.
func TestPlans(t *testing.T) {
	t.Parallel()
	for _, walk := range storetest.Walks(t, storetest.Open(t, Migrations()), ".") {
		if !strings.Contains(walk, "count(*)") && !strings.Contains(walk, "sqlite_schema") && !strings.Contains(walk, "pg_trigger") {
			t.Error(walk)
		}
	}
}
