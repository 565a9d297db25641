package chat

import "unicode"

// joins reports whether two neighbouring characters belong together, so that a
// text must not be cut between them. It follows the grapheme clusters of UAX #29
// as far as names, notes and emoji need it, without its tables. Two flags in a
// row count as one, which costs nothing: a cut falls before both.
func joins(a, b rune) bool {
	const zeroWidthJoiner = '\u200d'
	switch {
	case b < 0x80 && a < 0x80:
		return a == '\r' && b == '\n'
	case a == zeroWidthJoiner, b == zeroWidthJoiner:
		return true
	case a == leftIsolate, a == rightIsolate, a == firstIsolate, b == popIsolate:
		return true // no empty isolate stays behind
	case unicode.Is(unicode.M, b):
		return true
	case b >= 0x1f3fb && b <= 0x1f3ff: // skin tones
		return true
	case b >= 0xe0020 && b <= 0xe007f: // tags of regional flags
		return true
	case isRegional(a) && isRegional(b):
		return true
	}
	return isJamo(a) && isJamo(b)
}

// isRegional reports whether r is half of a flag.
func isRegional(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

// isJamo reports whether r is part of a Korean syllable written in pieces.
func isJamo(r rune) bool { return r >= 0x1100 && r <= 0x11ff }
