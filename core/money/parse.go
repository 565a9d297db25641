package money

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Parse reads an amount as people type it: "500", "1.5k USD", "٥٠٠ USD",
// "1 000,5 EUR". A number without a unit is in defaultUnit. The result holds
// one amount, or two where "1,000 KWD" can mean either; then the caller asks,
// the smaller comes first. Every amount is greater than zero and within
// MaxWhole. The error is always a *ParseError.
func Parse(input string, units Units, defaultUnit string) ([]Amount, error) {
	text := strings.TrimSpace(strings.Map(dropBidi, input))
	if text == "" {
		return nil, refuse(ReasonEmpty)
	}
	head, tail := splitAtLetter(text)
	number := strings.TrimRightFunc(head, unicode.IsSpace)
	attached := tail != "" && number == head
	symbols, err := symbolsOf(number)
	if err != nil {
		return nil, err
	}
	if attached && isExponent(tail) {
		return nil, refuse(ReasonExponent)
	}
	numerals, err := numeralsOf(symbols)
	if err != nil {
		return nil, err
	}
	unit, err := unitOf(tail, attached, units, defaultUnit)
	if err != nil {
		return nil, err
	}
	amounts, err := unit.amounts(numerals)
	if err != nil {
		return nil, err
	}
	return preferPlain(amounts, text), nil
}

// preferPlain keeps the only reading that the machine form has: what Plain
// wrote is never asked about, although a person's "1.234 kwd" is.
func preferPlain(amounts []Amount, text string) []Amount {
	for _, a := range amounts {
		if a.Plain() == text {
			return []Amount{a}
		}
	}
	return amounts
}

// unitSpec is the right half of an input: what one typed unit stands for.
type unitSpec struct {
	code  string
	scale int
	power int // of ten, from the suffix k or m
}

// unitOf reads what follows the number. A word that touches the number must be
// a suffix or a known unit: "5kUSD" is more likely a slip than a new unit.
func unitOf(tail string, attached bool, units Units, defaultUnit string) (unitSpec, error) {
	var spec unitSpec
	if attached {
		word, rest := splitAtSpace(tail)
		if power, ok := suffix(word); ok {
			spec.power, tail, attached = power, rest, false
		}
	}
	if tail == "" {
		tail = defaultUnit
	}
	code, err := ParseUnit(tail)
	if err != nil {
		return unitSpec{}, err
	}
	scale, known := units.Lookup(code)
	if attached && !known {
		return unitSpec{}, &ParseError{Reason: ReasonUnknownUnit, Unit: tail}
	}
	spec.code, spec.scale = code, scale
	return spec, nil
}

// amounts keeps the numerals that are amounts of this unit; of "1.000
// diamonds" only a thousand is. Without any the first refusal is the answer.
func (u unitSpec) amounts(numerals []numeral) ([]Amount, error) {
	var amounts []Amount
	var refusal error
	for _, n := range numerals {
		minor, reason := n.minor(u.scale, u.power)
		if reason == "" {
			amounts = append(amounts, Amount{Minor: minor, Unit: u.code, Scale: u.scale})
			continue
		}
		if refusal == nil {
			refusal = &ParseError{Reason: reason, Unit: u.code, Decimals: u.scale + u.power}
		}
	}
	if amounts == nil {
		return nil, refusal
	}
	return amounts, nil
}

func suffix(word string) (power int, ok bool) {
	switch norm.NFKC.String(word) {
	case "k", "K":
		return 3, true
	case "m", "M":
		return 6, true
	}
	return 0, false
}

func splitAtLetter(s string) (head, tail string) {
	i := strings.IndexFunc(s, unicode.IsLetter)
	if i < 0 {
		return s, ""
	}
	return s[:i], s[i:]
}

func splitAtSpace(s string) (word, rest string) {
	i := strings.IndexFunc(s, unicode.IsSpace)
	if i < 0 {
		return s, ""
	}
	return s[:i], strings.TrimSpace(s[i:])
}
