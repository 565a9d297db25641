package money

import (
	"strings"
	"unicode"

	"github.com/parleybot/parley/core/digit"
)

// The alphabet a number is reduced to before it is read: ASCII digits and
// these marks. Arabic has a mark for each purpose, so neither is ambiguous.
const (
	comma       = ','
	point       = '.'
	apostrophe  = '\'' // only ever groups
	space       = ' '  // only ever groups
	decimalOnly = '|'  // the Arabic decimal separator; a typed | is refused
)

// symbolsOf reduces a typed number to the alphabet above. The first character
// that has no place in a number decides the refusal.
func symbolsOf(s string) (string, error) {
	var b strings.Builder
	for _, r := range s {
		symbol, reason := symbolOf(r)
		if reason != "" {
			return "", refuse(reason)
		}
		b.WriteByte(symbol)
	}
	return b.String(), nil
}

func symbolOf(r rune) (byte, Reason) {
	if d, ok := digit.ASCII(r); ok {
		return byte(d), ""
	}
	switch r {
	case ',', '،', '，':
		return comma, ""
	case '.', '．':
		return point, ""
	case '\'', '’', '٬':
		return apostrophe, ""
	case '٫':
		return decimalOnly, ""
	case '_', '＿':
		return 0, ReasonUnderscore
	case '+', '＋', '±', '−':
		return 0, ReasonSign
	}
	if unicode.Is(unicode.Pd, r) { // hyphens and dashes
		return 0, ReasonSign
	}
	if unicode.IsSpace(r) { // no-break, narrow and thin ones as well
		return space, ""
	}
	return 0, ReasonUnreadable
}

// dropBidi removes the invisible direction marks that come along when an
// amount is copied out of right-to-left text.
func dropBidi(r rune) rune {
	if unicode.Is(unicode.Bidi_Control, r) {
		return -1
	}
	return r
}

// isExponent tells "e9" of "1e9" from a unit that begins with e.
func isExponent(tail string) bool {
	rest := strings.TrimLeft(tail[1:], "+-")
	return (tail[0] == 'e' || tail[0] == 'E') && rest != "" && rest[0] >= '0' && rest[0] <= '9'
}
