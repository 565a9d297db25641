package money_test

import (
	"slices"
	"testing"

	"github.com/parleybot/parley/core/money"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"pgregory.net/rapid"
)

func TestFormat(t *testing.T) {
	t.Parallel()
	dollars := money.Amount{Minor: 123456789050, Unit: "USD", Scale: 2}
	tests := []struct{ tag, want string }{
		{"en", "1,234,567,890.50 USD"},
		{"ar", "١٬٢٣٤٬٥٦٧٬٨٩٠٫٥٠ USD"},
		{"de", "1.234.567.890,50 USD"},
		{"fr", "1\u00a0234\u00a0567\u00a0890,50 USD"},
		{"de-CH", "1’234’567’890.50 USD"},
		{"hi", "1,234,567,890.50 USD"}, // not 1,23,45,67,890: unreadable to Parse
		{"und", "1,234,567,890.50 USD"},
	}
	for _, tt := range tests {
		if got := dollars.Format(language.MustParse(tt.tag)); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.tag, got, tt.want)
		}
	}
	if got := (money.Amount{Minor: 1000, Unit: "DIAMONDS"}).Format(language.English); got != "1,000 DIAMONDS" {
		t.Errorf("without decimals: %q", got)
	}
	largest := money.Amount{Minor: 99_999_999_999_999_999, Unit: "GOLD", Scale: 8}
	if got := largest.Format(language.English); got != "999,999,999.99999999 GOLD" {
		t.Errorf("a float would round: %q", got)
	}
}

// TestReadBack is invariant I26: an amount is a reading of what people are
// shown, and the only reading of its machine form.
func TestReadBack(t *testing.T) {
	t.Parallel()
	tags := display.Supported.Tags()
	rapid.Check(t, func(t *rapid.T) {
		checkReadBack(t, drawAmount(t), rapid.SampledFrom(tags).Draw(t, "locale"))
	})
}

func TestReadBackInEveryLocale(t *testing.T) {
	t.Parallel()
	amounts := []money.Amount{
		{Minor: 1, Unit: "KWD", Scale: 3},
		{Minor: 1000, Unit: "KWD", Scale: 3},
		{Minor: 1234, Unit: "KWD", Scale: 3},
		{Minor: 1234567, Unit: "GRAM", Scale: 3},
		{Minor: 1000, Unit: "DIAMONDS"},
		{Minor: 123456705, Unit: "USD", Scale: 2},
		{Minor: money.MaxWhole * 100_000_000, Unit: "GOLD", Scale: 8},
	}
	for _, tag := range display.Supported.Tags() {
		for _, a := range amounts {
			checkReadBack(t, a, tag)
		}
	}
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

func checkReadBack(t failer, a money.Amount, tag language.Tag) {
	t.Helper()
	plain, err := money.Parse(a.Plain(), testUnits(), money.DefaultUnit)
	if err != nil || !slices.Equal(plain, []money.Amount{a}) {
		t.Fatalf("%q is read as %v, %v", a.Plain(), plain, err)
	}
	shown := a.Format(tag)
	readings, err := money.Parse(shown, testUnits(), money.DefaultUnit)
	if err != nil || !slices.Contains(readings, a) {
		t.Fatalf("%s: %q is read as %v, %v, without %s", tag, shown, readings, err, a.Plain())
	}
}

// drawAmount draws any amount that Parse could return, small ones often: that
// is where a thousand and a thousandth look alike.
func drawAmount(t *rapid.T) money.Amount {
	unit := rapid.SampledFrom([]string{"USD", "JPY", "KWD", "CLF", "GOLD", "GRAM", "K", "E9", "DIAMONDS", "X_1"}).Draw(t, "unit")
	scale, _ := testUnits().Lookup(unit)
	limit := money.MaxWhole
	for range scale {
		limit *= 10
	}
	minor := rapid.OneOf(rapid.Int64Range(1, limit), rapid.Int64Range(1, 2_000_000)).Draw(t, "minor")
	return money.Amount{Minor: minor, Unit: unit, Scale: scale}
}
