package conform

import (
	"slices"
	"strings"
)

// Problem is one way in which a request or an answer leaves the description.
type Problem struct {
	// Path says where: a JSON pointer into the body ("/embeds/0/title"), a
	// parameter of the query ("?limit") or of the route ("{channel_id}"), and
	// nothing where the whole is meant.
	Path string
	// What says how, in a few words and without quoting text of people.
	What string
}

// String gives both parts in one line.
func (p Problem) String() string {
	if p.Path == "" {
		return p.What
	}
	return p.Path + ": " + p.What
}

// ordered sorts problems by place; those at one place keep their order.
func ordered(problems []Problem) []Problem {
	slices.SortStableFunc(problems, func(a, b Problem) int { return strings.Compare(a.Path, b.Path) })
	return problems
}

// pointer writes a place in a document as RFC 6901 does.
func pointer(tokens []string) string {
	var b strings.Builder
	for _, token := range tokens {
		b.WriteByte('/')
		b.WriteString(strings.NewReplacer("~", "~0", "/", "~1").Replace(token))
	}
	return b.String()
}
