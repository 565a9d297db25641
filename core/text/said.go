package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// clean returns a person's words with nothing in them that could reach beyond
// them: no control characters, no bidi controls that would turn the words after
// them round. Line ends become "\n". The result is in NFC.
func clean(s string) string {
	if plain(s) {
		return s
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\r\n", "\n")
	// Last, since what is dropped may have stood between a letter and its accent.
	return norm.NFC.String(strings.Map(cleanRune, s))
}

// cleanLine is clean for words that stand within a line, such as a name.
func cleanLine(s string) string {
	return strings.Join(strings.Fields(clean(s)), " ")
}

// cleanRune returns what becomes of a character; -1 drops it. Joiners stay, for
// Persian words and families of emoji are made with them.
func cleanRune(r rune) rune {
	switch {
	case r == '\n', r == '\r', r == '\u0085', r == '\u2028', r == '\u2029':
		return '\n'
	case r == '\t':
		return ' '
	case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\ufeff':
		return -1
	}
	return r
}

// plain reports whether s is ASCII that clean would not change: the usual case.
func plain(s string) bool {
	for _, c := range []byte(s) {
		if c >= 0x7f || c < ' ' && c != '\n' {
			return false
		}
	}
	return true
}
