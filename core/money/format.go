package money

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Format returns the amount for a person, in the digits and marks of their
// locale, with all decimals and always with its unit: "1,234.50 USD",
// "1.234,50 USD". The amount is among the readings Parse has of it.
func (a Amount) Format(tag language.Tag) string {
	printer := message.NewPrinter(tag)
	unit := pow10(a.Scale)
	whole := inThrees(printer.Sprint(number.Decimal(a.Minor / unit)))
	if a.Scale == 0 {
		return whole + " " + a.Unit
	}
	// The library takes no exact decimals, only floats, so both sides of the
	// mark are printed apart: eight decimals below one survive a float.
	below := float64(a.Minor%unit) / float64(unit)
	decimals := printer.Sprint(number.Decimal(below, number.Scale(a.Scale)))
	return whole + strings.TrimLeftFunc(decimals, unicode.IsDigit) + " " + a.Unit
}

// inThrees groups by threes what a South Asian locale grouped as 1,00,000,
// which Parse refuses. The library's own PatternOverrides could do this, but
// never returns for some locales.
func inThrees(grouped string) string {
	at := strings.IndexFunc(grouped, func(r rune) bool { return !unicode.IsDigit(r) })
	if at < 0 {
		return grouped
	}
	mark, _ := utf8.DecodeRuneInString(grouped[at:])
	digits := []rune(strings.ReplaceAll(grouped, string(mark), ""))
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteRune(mark)
		}
		b.WriteRune(d)
	}
	return b.String()
}
