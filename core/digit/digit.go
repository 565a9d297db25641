// Package digit reads the decimal digits of every script: people write amounts,
// dates and numbers with the digits of their own.
package digit

import "unicode"

// ASCII returns the ASCII digit of a decimal digit of any script, or false for
// every other character. Unicode lays each set of ten out in order from its
// zero, and its ranges hold whole sets.
func ASCII(r rune) (rune, bool) {
	if r >= '0' && r <= '9' {
		return r, true
	}
	for _, set := range unicode.Nd.R16 {
		if r >= rune(set.Lo) && r <= rune(set.Hi) {
			return '0' + (r-rune(set.Lo))%10, true
		}
	}
	for _, set := range unicode.Nd.R32 {
		if r >= rune(set.Lo) && r <= rune(set.Hi) {
			return '0' + (r-rune(set.Lo))%10, true
		}
	}
	return 0, false
}
