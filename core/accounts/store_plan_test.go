package accounts

import (
	"testing"

	"github.com/parleybot/parley/core/store/storetest"
)

// Nearly everybody shares a platform with everybody else.
func TestNothingWalksThroughEverybody(t *testing.T) {
	t.Parallel()
	for _, walk := range storetest.Walks(t, storetest.Open(t, Migrations()), ".", "(platform=?)") {
		t.Error(walk)
	}
}
