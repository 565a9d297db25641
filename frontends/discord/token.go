package discord

import (
	"strconv"
	"strings"
)

// tokens gives every component of a message an id of its own, as Discord
// demands, although two of them may do the same: the second carries "#2" behind
// its token, which is taken off again when it is pressed.
type tokens map[string]int

func (t tokens) id(token string) string {
	t[token]++
	if n := t[token]; n > 1 {
		return token + "#" + strconv.Itoa(n)
	}
	return token
}

// token is what the engine knows a component by. No token of its holds "#".
func token(customID string) string {
	t, _, _ := strings.Cut(customID, "#")
	return t
}
