package units

import (
	"strconv"
	"strings"

	"github.com/parleybot/parley/core/digit"
	"github.com/parleybot/parley/core/money"
)

// A rate is written with at most so many decimals, and kept as a count of the
// last of them.
const (
	decimals = 9
	point    = 1_000_000_000
)

// parseRate reads points per whole unit, such as "0.0125", into 10^-9 points. It
// takes the digits of every script, but only a decimal mark that cannot be meant
// for grouping: a rate a thousand times too high would be hard to notice.
func parseRate(typed string) (rate int64, ok bool) {
	text := strings.Map(func(r rune) rune {
		if d, is := digit.ASCII(r); is {
			return d
		}
		if r == '٫' {
			return '.'
		}
		return r
	}, strings.TrimSpace(typed))
	whole, rest, broken := strings.Cut(text, ".")
	if !isDigits(whole, len("1000000")) || len(whole) > 1 && whole[0] == '0' {
		return 0, false
	}
	if broken && !isDigits(rest, decimals) {
		return 0, false
	}
	rest += strings.Repeat("0", decimals-len(rest))
	rate, err := strconv.ParseInt(whole+rest, 10, 64)
	if err != nil || rate < 1 || rate > money.MaxRate {
		return 0, false
	}
	return rate, true
}

// formatRate writes a rate as parseRate reads it, without needless zeros.
func formatRate(rate int64) string {
	text := strconv.FormatInt(rate/point, 10)
	// Adding a point keeps the leading zeros of the decimals.
	rest := strings.TrimRight(strconv.FormatInt(point+rate%point, 10)[1:], "0")
	if rest == "" {
		return text
	}
	return text + "." + rest
}

// isDigits reports whether s is one to most ASCII digits.
func isDigits(s string, most int) bool {
	return s != "" && len(s) <= most && strings.Trim(s, "0123456789") == ""
}
