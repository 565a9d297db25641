package discordapi

import (
	"testing"

	"go.uber.org/goleak"
)

// Nothing may stay, not even of discordgo: what locks its Sessions up does not
// reach them.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
