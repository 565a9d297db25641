package civil

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Near returns the day that a person names by how far it is from today, such as
// "tomorrow" or "end of the month", in English or Arabic. It reports false for
// all other text. Marks that people leave out make no difference: غدًا is غدا.
func Near(s string, today Date) (Date, bool) {
	switch bare(s) {
	case "today", "اليوم":
		return today, true
	case "tomorrow", "غدا":
		return today.AddDays(1), true
	case "in a week", "بعد اسبوع":
		return today.AddDays(7), true
	case "end of month", "end of the month", "نهاية الشهر":
		return today.EndOfMonth(), true
	case "end of next month", "نهاية الشهر القادم":
		return today.EndOfNextMonth(), true
	}
	return Date{}, false
}

// bare returns words without case, marks, stretched letters and direction marks,
// and with single spaces. A hamza on its letter is a mark, too.
func bare(s string) string {
	const tatweel = '\u0640'
	s = strings.Map(func(r rune) rune {
		if r == tatweel || unicode.In(r, unicode.Mn, unicode.Bidi_Control) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
	return strings.Join(strings.Fields(s), " ")
}
