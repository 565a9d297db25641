package money_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/money"
)

// testUnits knows, beside the currencies, what an owner might have registered.
func testUnits() money.Units {
	registered := map[string]int{"GOLD": 8, "K": 0, "E9": 0, "GRAM": 3, "BROKEN": 9, "JPY": 5}
	return money.NewUnits(func(code string) (int, bool) {
		scale, ok := registered[code]
		return scale, ok
	})
}

// TestParseGolden holds the frozen table of the rules, row by row.
func TestParseGolden(t *testing.T) {
	t.Parallel()
	tests := []struct {
		inputs string // separated by |
		want   string // readings in machine form, separated by |
	}{
		{"500|500USD|٥٠٠ USD", "500.00 USD"},
		{"0,9 USD", "0.90 USD"},
		{"1,000 USD", "1000.00 USD"},
		{"1.000,50 EUR|1 000,5 EUR", "1000.50 EUR"},
		{"1.000 diamonds", "1000 DIAMONDS"},
		{"1,000 KWD", "1.000 KWD|1000.000 KWD"},
		{"0,900 KWD", "0.900 KWD"},
		{"1.5k USD", "1500.00 USD"},
		{"1.500k USD", "1500.00 USD|1500000.00 USD"},
	}
	for _, tt := range tests {
		for input := range strings.SplitSeq(tt.inputs, "|") {
			checkReadings(t, input, tt.want)
		}
	}
	refused := map[string]money.Reason{
		"1.5 DIAMONDS": money.ReasonTooManyDecimals,
		"0,900 USD":    money.ReasonTooManyDecimals,
		"1,00,000 USD": money.ReasonUnreadable,
		"nan":          money.ReasonUnreadable,
		"+5":           money.ReasonSign,
		"1e9 USD":      money.ReasonExponent,
		"1_000":        money.ReasonUnderscore,
		"007":          money.ReasonLeadingZero,
		"5kUSD":        money.ReasonUnknownUnit,
	}
	for input, reason := range refused {
		checkRefused(t, input, reason)
	}
}

func TestParseReadings(t *testing.T) {
	t.Parallel()
	tests := []struct{ input, want string }{
		{"5k", "5000.00 USD"},
		{"5 k", "5 K"}, // detached letters are a unit, and K is one
		{"2M eur", "2000000.00 EUR"},
		{"5 E9", "5 E9"},
		{"1.5k diamonds", "1500 DIAMONDS"},
		{"1.500m KWD", "1500000.000 KWD"}, // the other reading is too large
		{"0.00000001 gold", "0.00000001 GOLD"},
		{"1.000,500 KWD", "1000.500 KWD"},
		{"1.000.000 KWD", "1000000.000 KWD"},
		{"12'345.67 CHF", "12345.67 CHF"},
		{"12’345.67 CHF", "12345.67 CHF"},
		{"١٬٠٠٠٫٥٠ USD", "1000.50 USD"},
		{"١٬٠٠٠ KWD", "1000.000 KWD"}, // the Arabic marks have one meaning each
		{"١٫٠٠٠ KWD", "1.000 KWD"},
		{"۱۲۳ USD", "123.00 USD"},
		{"１２．５ ＵＳＤ", "12.50 USD"},
		{"1\u00a0000\u202f000 USD", "1000000.00 USD"},
		{"  1\u2009000,5\tUSD\n", "1000.50 USD"},
		{"\u200f\u2068500.00 USD\u2069", "500.00 USD"},
		{"1000000000 GOLD", "1000000000.00000000 GOLD"},
		{"1000m JPY", "1000000000 JPY"},
		{"5 BROKEN", "5 BROKEN"},
		// What the bot itself writes is not asked about, what a person types is.
		{"1.234 KWD", "1.234 KWD"},
		{"1.234 kwd", "1.234 KWD|1234.000 KWD"},
		{"1.234KWD", "1.234 KWD|1234.000 KWD"},
		{"1.234 GRAM", "1.234 GRAM"},
	}
	for _, tt := range tests {
		checkReadings(t, tt.input, tt.want)
	}
}

func TestParseRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		inputs string // separated by |
		want   money.Reason
	}{
		{" \u00a0\u200f", money.ReasonEmpty},
		{"-5|5-6 USD|−5|–5|5 +USD", money.ReasonSign},
		{"1e9|1E+9|1.5e-3 USD", money.ReasonExponent},
		{"5_000|5_USD", money.ReasonUnderscore},
		{"00|00.5|01 USD", money.ReasonLeadingZero},
		{"USD|inf|USD 5|$5|5%|.5|5.|1,|1..5|1,2,3|12,34,567|1,000 000|1,000.|1 0000|0 500|0,900,000", money.ReasonUnreadable},
		{"1000,000,000|1.000.00|1  000|1,000.5.5|½|10²|5\x80", money.ReasonUnreadable},
		{"0|0.00 USD|0k|0,000 KWD", money.ReasonZero},
		{"1000000001|1000000000.01|1.000.000.000.000|9999m|99999999999999999999999999 GOLD", money.ReasonTooLarge},
		{"5 USD EUR|5 US-D|5 ıd|5k USD EUR|5 ريال|5 abcdefghijklmnopq|5 KÉ", money.ReasonBadUnit},
		{"5diamonds|5MUSD|5BROKEN|5e", money.ReasonUnknownUnit},
		{"1.50 JPY|1000,000|0.001 USD|0.0000001k USD|1,5 X|0.1234567m X", money.ReasonTooManyDecimals},
	}
	for _, tt := range tests {
		for input := range strings.SplitSeq(tt.inputs, "|") {
			checkRefused(t, input, tt.want)
		}
	}
	checkRefused(t, "", money.ReasonEmpty)
	checkRefused(t, "5|5", money.ReasonUnreadable)
}

func TestParseErrorTellsWhatWasPossible(t *testing.T) {
	t.Parallel()
	_, err := money.Parse("0.123456k usd", testUnits(), money.DefaultUnit)
	var refusal *money.ParseError
	if !errors.As(err, &refusal) || refusal.Unit != "USD" || refusal.Decimals != 5 {
		t.Fatalf("got %+v, want USD with 5 decimals", err)
	}
	if refusal.Error() != "money: not an amount: too_many_decimals" {
		t.Fatalf("log text %q", refusal.Error())
	}
	_, err = money.Parse("5", testUnits(), "no unit")
	if !errors.As(err, &refusal) || refusal.Reason != money.ReasonBadUnit {
		t.Fatalf("a bad default unit gave %v", err)
	}
}

func checkReadings(t *testing.T, input, want string) {
	t.Helper()
	amounts, err := money.Parse(input, testUnits(), money.DefaultUnit)
	if err != nil {
		t.Errorf("%q: %v, want %s", input, err, want)
		return
	}
	var got []string
	for _, a := range amounts {
		got = append(got, a.Plain())
	}
	if strings.Join(got, "|") != want {
		t.Errorf("%q: got %s, want %s", input, strings.Join(got, "|"), want)
	}
}

func checkRefused(t *testing.T, input string, want money.Reason) {
	t.Helper()
	amounts, err := money.Parse(input, testUnits(), money.DefaultUnit)
	var refusal *money.ParseError
	if !errors.As(err, &refusal) {
		t.Errorf("%q: got %v, %v, want refusal %s", input, amounts, err, want)
		return
	}
	if refusal.Reason != want || !slices.Contains(money.Reasons(), want) {
		t.Errorf("%q: refused as %s, want %s", input, refusal.Reason, want)
	}
}
