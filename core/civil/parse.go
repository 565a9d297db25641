package civil

import (
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/parleybot/parley/core/digit"
)

// ErrFormat is returned by Parse for text that is not YYYY-MM-DD.
var ErrFormat = errors.New("civil: not a date of the form YYYY-MM-DD")

// ErrNoSuchDay is returned by Parse for a day that no calendar has, such as
// 2026-02-30.
var ErrNoSuchDay = errors.New("civil: no such day")

// Parse reads YYYY-MM-DD, in the digits of any script, from 0001-01-01 on. It
// fails with ErrFormat or ErrNoSuchDay.
func Parse(s string) (Date, error) {
	text := strings.TrimSpace(strings.Map(asciiDigit, s))
	if len(text) != len("YYYY-MM-DD") || text[4] != '-' || text[7] != '-' {
		return Date{}, ErrFormat
	}
	year, okYear := digitsOf(text[:4])
	month, okMonth := digitsOf(text[5:7])
	day, okDay := digitsOf(text[8:])
	if !okYear || !okMonth || !okDay {
		return Date{}, ErrFormat
	}
	d := Date{Year: year, Month: time.Month(month), Day: day}
	// Calendar arithmetic carries 30 February over into March.
	if year == 0 || d.AddDays(0) != d {
		return Date{}, ErrNoSuchDay
	}
	return d, nil
}

// digitsOf reads digits only; the library alone would also take a sign.
func digitsOf(s string) (int, bool) {
	if strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// asciiDigit maps the decimal digits of every script to ASCII and drops the
// invisible direction marks that come with copied right-to-left text.
func asciiDigit(r rune) rune {
	if unicode.Is(unicode.Bidi_Control, r) {
		return -1
	}
	if d, ok := digit.ASCII(r); ok {
		return d
	}
	return r
}
