package bot_test

import (
	"testing"

	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/store/storetest"
)

// No statement of the engine gets slower with everything that is ever recorded.
func TestNothingWalks(t *testing.T) {
	t.Parallel()
	for _, walk := range storetest.Walks(t, storetest.Open(t, bot.Migrations(nil)...), ".") {
		t.Error(walk)
	}
}
