package conform

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	// enumerated is what stands right before the first value of an enumeration.
	enumerated = regexp.MustCompile(`(?:[Oo]ne of|[Cc]an be|[Ee]ither|[Aa]lways|pass|[Tt]ype,|URL,) "`)
	quoted     = regexp.MustCompile(`"([^"]+)"`)
	fixed      = regexp.MustCompile(`must be ([a-z0-9_]+)\.?$`)
	chooseOne  = regexp.MustCompile(`Choose one, [^:]*: (.*)`)
	chosen     = regexp.MustCompile(`([a-z_]+) (?:for|or) `)

	// Some enumerations of numbers are written as products, for seconds, or with
	// the number in hexadecimal beside it, for colours.
	numbersOf   = regexp.MustCompile(`must be one of ((?:[\d*]+(?: \(0x[0-9A-F]+\))?(?:,? or |, | )?(?:\* )?)+)`)
	numberFixed = regexp.MustCompile(`(?:must always be|^Always) (\d+)\b`)
	numbersFor  = regexp.MustCompile(`(\d+) for \d+ months`)
	product     = regexp.MustCompile(`(\d+)(?: \* (\d+))?(?: \(0x[0-9A-F]+\))?`)
)

// enumeration reads the values that a text may have, nil where any will do.
func enumeration(about string) (values []string) {
	if m := fixed.FindStringSubmatch(about); m != nil {
		return m[1:]
	}
	if m := chooseOne.FindStringSubmatch(about); m != nil {
		for _, action := range chosen.FindAllStringSubmatch(m[1], -1) {
			values = append(values, action[1])
		}
		return values
	}
	at := enumerated.FindStringIndex(about)
	if at == nil {
		return nil
	}
	for _, value := range quoted.FindAllStringSubmatch(sentence(about[at[1]-1:]), -1) {
		values = append(values, value[1])
	}
	slices.Sort(values)
	return slices.Compact(values)
}

// sentence cuts a text after its first sentence. A point inside a word, as in
// ".WEBP", ends none.
func sentence(text string) string {
	head, _, _ := strings.Cut(text, ". ")
	return head
}

// numberEnumeration reads the values that a number may have, as text.
func numberEnumeration(about string) (values []string) {
	if m := numberFixed.FindStringSubmatch(about); m != nil {
		return m[1:]
	}
	if m := numbersFor.FindAllStringSubmatch(about, -1); m != nil {
		for _, number := range m {
			values = append(values, number[1])
		}
		return values
	}
	m := numbersOf.FindStringSubmatch(about)
	if m == nil {
		return nil
	}
	for _, factors := range product.FindAllStringSubmatch(m[1], -1) {
		n := whole(factors[1])
		if factors[2] != "" {
			n *= whole(factors[2])
		}
		values = append(values, strconv.Itoa(n))
	}
	return values
}
