package digit_test

import (
	"testing"
	"unicode"

	"github.com/parleybot/parley/core/digit"
)

// TestASCII guards what ASCII relies on, too: ranges of whole sets of ten.
func TestASCII(t *testing.T) {
	t.Parallel()
	for r, want := range map[rune]rune{'0': '0', '7': '7', '٣': '3', '۹': '9', '५': '5', '８': '8', '𝟗': '9', '𝟘': '0'} {
		if got, ok := digit.ASCII(r); !ok || got != want {
			t.Errorf("%c: got %c, %v, want %c", r, got, ok, want)
		}
	}
	for _, r := range []rune{'²', '½', '①', 'Ⅷ', '一', 'a', ','} {
		if got, ok := digit.ASCII(r); ok {
			t.Errorf("%c is read as %c", r, got)
		}
	}
	for _, set := range unicode.Nd.R16 {
		if set.Stride != 1 || (set.Hi-set.Lo+1)%10 != 0 {
			t.Errorf("range %U is no row of whole sets", set.Lo)
		}
	}
	for _, set := range unicode.Nd.R32 {
		if set.Stride != 1 || (set.Hi-set.Lo+1)%10 != 0 {
			t.Errorf("range %U is no row of whole sets", set.Lo)
		}
	}
}
