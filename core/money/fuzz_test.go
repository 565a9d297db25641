package money_test

import (
	"errors"
	"testing"

	"github.com/parleybot/parley/core/money"
	"golang.org/x/text/language"
)

// FuzzParse: no input panics, a refusal has a reason, and whatever is accepted
// is within bounds and can be read back.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"500USD", "٥٠٠ USD", "1,000 KWD", "1.500k USD", "1 000,5 EUR", "١٬٠٠٠٫٥٠", "12’345.67 CHF",
		"1.234 KWD", "5 e9", "1e9", "0.00000001 gold", "999999999m", "\u200f5\u00a0k", "½", "5 ıd", "\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) {
		amounts, err := money.Parse(input, testUnits(), money.DefaultUnit)
		if err != nil {
			var refusal *money.ParseError
			if !errors.As(err, &refusal) || refusal.Reason == "" || amounts != nil {
				t.Fatalf("%q: %v, %v", input, amounts, err)
			}
			return
		}
		if len(amounts) < 1 || len(amounts) > 2 {
			t.Fatalf("%q has %d readings", input, len(amounts))
		}
		if len(amounts) == 2 && amounts[0].Minor >= amounts[1].Minor {
			t.Fatalf("%q: the smaller reading must come first: %v", input, amounts)
		}
		for _, a := range amounts {
			if a.Scale < 0 || a.Scale > money.MaxScale || a.Minor <= 0 || a.Whole() > money.MaxWhole {
				t.Fatalf("%q: out of bounds: %+v", input, a)
			}
			checkReadBack(t, a, language.Arabic)
			checkReadBack(t, a, language.German)
		}
	})
}
