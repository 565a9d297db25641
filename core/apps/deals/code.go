package deals

import (
	"strings"

	"github.com/parleybot/parley/core/accounts/code"
)

// linkPrefix is the word before a code in a start link.
const linkPrefix = "deal"

// parseCode reads a code as people copy it: bare, or with the word that a start
// link puts before it. It reports false for everything else.
func parseCode(s string) (string, bool) {
	typed := strings.ToUpper(strings.TrimSpace(s))
	return code.Read(strings.TrimPrefix(typed, strings.ToUpper(linkPrefix)+"-"), code.Long)
}

// spaced writes a code in the groups in which people read it out.
func spaced(symbols string) string { return symbols[:4] + "-" + symbols[4:8] + "-" + symbols[8:] }
