package money

import "strings"

// numeral is one reading of a typed number: its digits and how many of them
// are decimals. It may be of any length; minor checks the size.
type numeral struct {
	digits   string
	decimals int
}

// numeralsOf returns the readings of a number in the alphabet of symbol.go.
// The decimal reading comes first: where there are two it is the smaller.
func numeralsOf(s string) ([]numeral, error) {
	var numerals []numeral
	if n, ok := decimal(s); ok {
		numerals = append(numerals, n)
	}
	if n, ok := grouped(s); ok {
		numerals = append(numerals, n)
	}
	if len(numerals) > 0 {
		return numerals, nil
	}
	if len(s) > 1 && s[0] == '0' && isDigits(s[1:2]) {
		return nil, refuse(ReasonLeadingZero)
	}
	return nil, refuse(ReasonUnreadable)
}

// decimal reads digits with at most one decimal mark: "500", "0,9".
func decimal(s string) (numeral, bool) {
	whole, decimals, ok := cutDecimals(s, strings.IndexAny(s, ",.|"))
	if !ok || !isDigits(whole) {
		return numeral{}, false
	}
	if whole[0] == '0' && whole != "0" {
		return numeral{}, false
	}
	return numeral{digits: whole + decimals, decimals: len(decimals)}, true
}

// grouped reads groups of three behind one mark, the first of one to three
// digits and not beginning with 0, then perhaps decimals behind another mark.
func grouped(s string) (numeral, bool) {
	first := strings.IndexAny(s, ",.' ")
	if first < 0 {
		return numeral{}, false
	}
	mark := s[first : first+1]
	last := strings.LastIndexAny(s, ",.|")
	if last >= 0 && s[last:last+1] == mark {
		last = -1 // the last mark still groups: no decimals
	}
	whole, decimals, ok := cutDecimals(s, last)
	if !ok {
		return numeral{}, false
	}
	groups := strings.Split(whole, mark)
	if len(groups) < 2 || len(groups[0]) > 3 || !isDigits(groups[0]) || groups[0][0] == '0' {
		return numeral{}, false
	}
	for _, group := range groups[1:] {
		if len(group) != 3 || !isDigits(group) {
			return numeral{}, false
		}
	}
	return numeral{digits: strings.Join(groups, "") + decimals, decimals: len(decimals)}, true
}

// cutDecimals splits at the decimal mark, if there is one (at >= 0). A mark
// without decimals is a slip, not a number.
func cutDecimals(s string, at int) (whole, decimals string, ok bool) {
	if at < 0 {
		return s, "", true
	}
	return s[:at], s[at+1:], isDigits(s[at+1:])
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// minor returns the numeral × 10^power in units of 10^-scale, or why that is
// no amount. Sizes are tested before each multiplication, so nothing overflows.
func (n numeral) minor(scale, power int) (int64, Reason) {
	shift := scale + power - n.decimals
	if shift < 0 {
		return 0, ReasonTooManyDecimals
	}
	limit := MaxWhole * pow10(scale)
	value := int64(0)
	for _, d := range []byte(n.digits + strings.Repeat("0", shift)) {
		if value > limit/10 {
			return 0, ReasonTooLarge
		}
		value = value*10 + int64(d-'0')
	}
	if value > limit {
		return 0, ReasonTooLarge
	}
	if value == 0 {
		return 0, ReasonZero
	}
	return value, ""
}
