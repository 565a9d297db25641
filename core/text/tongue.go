package text

import (
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// tongue is one language of the catalogue with what it needs to speak.
type tongue struct {
	locale  string
	tag     language.Tag
	rtl     bool
	digits  [10]string
	minus   string
	phrases map[string]phrase
}

// newTongue takes the digits from CLDR once: formatting is on the hot path.
func newTongue(locale string) (*tongue, error) {
	tag, err := language.Parse(locale)
	if err != nil {
		return nil, err
	}
	t := &tongue{locale: locale, tag: tag, rtl: isRTL(tag), phrases: map[string]phrase{}}
	printer := message.NewPrinter(tag)
	for d := range t.digits {
		t.digits[d] = printer.Sprint(number.Decimal(d))
	}
	t.minus = strings.TrimSuffix(printer.Sprint(number.Decimal(-1)), t.digits[1])
	return t, nil
}

// number returns n in the language's digits, without grouping: it may be a
// position or a year just as well as a quantity.
func (t *tongue) number(n int64) string {
	ascii := strconv.FormatInt(n, 10)
	// Most languages write ASCII digits, and those need no second look.
	if t.digits[0] == "0" {
		return ascii
	}
	var b strings.Builder
	for _, c := range []byte(ascii) {
		if c == '-' {
			b.WriteString(t.minus)
			continue
		}
		b.WriteString(t.digits[c-'0'])
	}
	return b.String()
}
