package money_test

import (
	"testing"

	"github.com/parleybot/parley/core/money"
)

func TestLookup(t *testing.T) {
	t.Parallel()
	tests := []struct {
		code  string
		scale int
		known bool
	}{
		{"USD", 2, true},
		{"ZWG", 2, true},
		{"IQD", 3, true}, // CLDR says 0; the standard counts
		{"TND", 3, true},
		{"BIF", 0, true},
		{"XPF", 0, true},
		{"UYW", 4, true},
		{"JPY", 0, true}, // registered as well: the standard comes first
		{"GOLD", 8, true},
		{"GRAM", 3, true},
		{"BROKEN", 0, false}, // registered with an impossible scale
		{"XAU", 0, false},    // no minor unit in the standard
		{"BGN", 0, false},    // replaced by the euro
		{"US", 0, false},
		{"SDE", 0, false}, // inside the table's text, but no entry
		{"DIAMONDS", 0, false},
	}
	for _, tt := range tests {
		scale, known := testUnits().Lookup(tt.code)
		if scale != tt.scale || known != tt.known {
			t.Errorf("%s: got %d, %v, want %d, %v", tt.code, scale, known, tt.scale, tt.known)
		}
	}
	if scale, known := (money.Units{}).Lookup("GOLD"); scale != 0 || known {
		t.Errorf("zero Units knows GOLD with scale %d", scale)
	}
}

func TestParseUnit(t *testing.T) {
	t.Parallel()
	tests := []struct{ input, want string }{
		{"usd", "USD"},
		{"Diamonds_2", "DIAMONDS_2"},
		{"ｕｓｄ", "USD"},
		{"\u212a", "K"}, // the Kelvin sign is a K in every compatible form
		{"abcdefghijklmnop", "ABCDEFGHIJKLMNOP"},
		{"abcdefghijklmnopq", ""},
		{"dıamonds", ""}, // upper-casing first would make it DIAMONDS
		{"é", ""},
		{"2x", ""},
		{"_x", ""},
		{"a b", ""},
		{"usd\n", ""},
		{"", ""},
	}
	for _, tt := range tests {
		got, err := money.ParseUnit(tt.input)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%q: got %q, %v, want %q", tt.input, got, err, tt.want)
		}
	}
}
