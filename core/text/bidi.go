package text

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/bidi"

	"github.com/parleybot/parley/core/chat"
)

// Invisible characters of the Unicode bidirectional algorithm (UAX #9). An
// isolate keeps the direction of what is inside from disturbing what is around.
const (
	rli = "\u2067" // right-to-left isolate
	fsi = "\u2068" // isolate that takes its direction from its first letter
	pdi = "\u2069" // end of an isolate
	rlm = "\u200f" // a right-to-left letter without shape
)

// isRTL asks for the script, not the language: some are written in either.
func isRTL(tag language.Tag) bool {
	script, _ := tag.Script()
	switch script.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm":
		return true
	}
	return false
}

// isolate sets s apart from what surrounds it. An isolate ends with its line,
// so each line gets its own.
func isolate(initiator, s string) string {
	if s == "" {
		return ""
	}
	if !strings.Contains(s, "\n") {
		return initiator + s + pdi
	}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = initiator + line + pdi
		}
	}
	return strings.Join(lines, "\n")
}

// apart isolates words that are left-to-right throughout (a name such as
// TikTok) where they stand in right-to-left text, but not the space around them.
func (t *tongue) apart(s string) string {
	if !t.rtl || !allLatin(s) {
		return s
	}
	core := strings.TrimSpace(s)
	before, after, _ := strings.Cut(s, core)
	return before + isolate(fsi, core) + after
}

// allLatin reports whether s has left-to-right letters, no others, and none of
// the invisible characters above.
func allLatin(s string) bool {
	latin := false
	for _, r := range s {
		switch class(r) {
		case bidi.L:
			latin = true
		case bidi.R, bidi.AL, bidi.FSI, bidi.LRI, bidi.RLI:
			return false
		}
	}
	return latin
}

// isolateLatin does for the words of a template what apart does for an argument.
func isolateLatin(s sentence) sentence {
	t := tongue{rtl: true}
	for i, n := range s {
		switch n.Kind {
		case chat.KindText:
			s[i].Text = t.apart(n.Text)
		case chat.KindBold:
			s[i].Nodes = isolateLatin(n.Nodes)
		}
	}
	return s
}

// startRTL makes a line of right-to-left text begin as one. Apps guess a line's
// direction from its first letter outside isolates, and a line that begins with
// a code, an amount or a name would be laid out the wrong way round.
func startRTL(nodes []chat.Node) []chat.Node {
	if len(nodes) == 0 || firstIsRTL(words(nodes)) {
		return nodes
	}
	return append([]chat.Node{chat.Text(rlm)}, nodes...)
}

// firstIsRTL applies rules P2 and P3 of UAX #9 as apps do to guess a direction.
// Nothing that decides counts as left-to-right.
func firstIsRTL(s string) bool {
	depth := 0
	for _, r := range s {
		switch class(r) {
		case bidi.FSI, bidi.LRI, bidi.RLI:
			depth++
		case bidi.PDI:
			depth = max(0, depth-1)
		case bidi.R, bidi.AL:
			if depth == 0 {
				return true
			}
		case bidi.L:
			if depth == 0 {
				return false
			}
		}
	}
	return false
}

// class returns the bidi class of a character.
func class(r rune) bidi.Class {
	if r < utf8.RuneSelf && (r < 'A' || r > 'z') {
		return bidi.ON // enough for ASCII that is no letter, and much faster
	}
	p, _ := bidi.LookupRune(r)
	return p.Class()
}
