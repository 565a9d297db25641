package deals

import (
	"encoding/hex"
	"strings"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
)

const handleBytes = 4

// ParseHandle reads a deal's handle as people type it: any case, with or
// without "#". It reports false for everything else.
func ParseHandle(s string) (string, bool) {
	handle := strings.ToUpper(strings.TrimPrefix(strings.TrimSpace(s), "#"))
	if len(handle) != 2*handleBytes {
		return "", false
	}
	if _, err := hex.DecodeString(handle); err != nil {
		return "", false
	}
	return handle, true
}

func formatHandle(random []byte) string { return strings.ToUpper(hex.EncodeToString(random)) }

// handleNode shows a handle exactly, so that it can be copied and read aloud.
func handleNode(d Deal) chat.Node { return chat.Code("#" + d.Handle) }

func refuseHandle() error {
	return fault.New(fault.Input, "deals.refuse.handle", chat.Args{"example": chat.Code("#3F9A2B01")})
}
