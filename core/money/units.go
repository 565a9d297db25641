package money

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// DefaultUnit is the unit of a number typed without one.
const DefaultUnit = "USD"

var unitPattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,15}$`)

// Units knows how many decimals a unit has. The zero value knows the
// currencies of ISO 4217 only.
type Units struct {
	registered func(code string) (scale int, ok bool)
}

// NewUnits returns the ISO 4217 currencies followed by the units that
// registered answers for. It is asked with codes as ParseUnit returns them; a
// scale outside 0 to MaxScale counts as not registered. It may be nil.
func NewUnits(registered func(code string) (scale int, ok bool)) Units {
	return Units{registered: registered}
}

// Lookup returns the decimals of a unit and whether it is known. An unknown
// unit is countable only: its scale is 0.
func (u Units) Lookup(code string) (scale int, known bool) {
	if scale, ok := isoScale(code); ok {
		return scale, true
	}
	if u.registered == nil {
		return 0, false
	}
	scale, ok := u.registered(code)
	if !ok || scale < 0 || scale > MaxScale {
		return 0, false
	}
	return scale, true
}

// ParseUnit returns the upper-case name of a unit. It fails with a *ParseError
// of ReasonBadUnit where s is not one ASCII letter followed by at most 15
// letters, digits or underscores.
func ParseUnit(s string) (string, error) {
	unit := norm.NFKC.String(s)
	// Tested before upper-casing: Unicode turns a dotless ı into a plain I,
	// and two different words would become one unit.
	if !unitPattern.MatchString(unit) {
		return "", &ParseError{Reason: ReasonBadUnit, Unit: s}
	}
	return strings.ToUpper(unit), nil
}
