package money

// Reason says why an amount was not accepted. Its value is stable and fit to
// be part of a text key.
type Reason string

// The reasons of a ParseError.
const (
	ReasonEmpty           Reason = "empty"             // nothing but spaces
	ReasonSign            Reason = "sign"              // "+5", "-5", "5-6"
	ReasonExponent        Reason = "exponent"          // "1e9"
	ReasonUnderscore      Reason = "underscore"        // "1_000"
	ReasonLeadingZero     Reason = "leading_zero"      // "007"
	ReasonUnreadable      Reason = "unreadable"        // "nan", "1,00,000", "$5"
	ReasonTooManyDecimals Reason = "too_many_decimals" // "0,900 USD"; Decimals is set
	ReasonZero            Reason = "zero"              // "0.00"
	ReasonTooLarge        Reason = "too_large"         // more than MaxWhole units
	ReasonUnknownUnit     Reason = "unknown_unit"      // "5kUSD"; Unit is set
	ReasonBadUnit         Reason = "bad_unit"          // "5 US-D"; Unit is set
)

// Reasons returns every reason, so that a catalogue can be checked for gaps.
func Reasons() []Reason {
	return []Reason{
		ReasonEmpty, ReasonSign, ReasonExponent, ReasonUnderscore, ReasonLeadingZero, ReasonUnreadable,
		ReasonTooManyDecimals, ReasonZero, ReasonTooLarge, ReasonUnknownUnit, ReasonBadUnit,
	}
}

// ParseError is the only error of Parse and ParseUnit. It is made for a caller
// who words it for a person.
type ParseError struct {
	Reason Reason
	// Unit is what stood where a unit was expected. For ReasonBadUnit and
	// ReasonUnknownUnit it is as typed, of any length; for ReasonTooManyDecimals
	// it is the unit that has fewer.
	Unit string
	// Decimals is how many were possible, for ReasonTooManyDecimals.
	Decimals int
}

// Error returns the reason for logs; people are shown a text of their language.
func (e *ParseError) Error() string {
	return "money: not an amount: " + string(e.Reason)
}

func refuse(reason Reason) error {
	return &ParseError{Reason: reason}
}
