package bot

import "unicode"

// digitValue returns the value of a decimal digit of any script: each range of
// Nd begins with a zero and holds whole sets of ten.
func digitValue(c rune) (rune, bool) {
	for _, r := range unicode.Nd.R16 {
		if rune(r.Lo) <= c && c <= rune(r.Hi) {
			return (c - rune(r.Lo)) % 10, true
		}
	}
	for _, r := range unicode.Nd.R32 {
		if rune(r.Lo) <= c && c <= rune(r.Hi) {
			return (c - rune(r.Lo)) % 10, true
		}
	}
	return 0, false
}
