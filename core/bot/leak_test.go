package bot_test

import (
	"testing"

	"go.uber.org/goleak"
)

// No goroutine outlives a stop.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
