package conform

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The sentences by which the specification limits a field. Each pattern is as
// narrow as its sentences allow: one that is misread refuses what is right.
var (
	lengthRange  = regexp.MustCompile(`(?i)\b(\d+)-(\d+) (characters|bytes)`)
	lengthLimit  = regexp.MustCompile(`(?i)up to (\d+) (characters|bytes)`)
	countRange   = regexp.MustCompile(`\b(\d+)-(\d+) [a-z]`)
	countLimit   = regexp.MustCompile(`(?:[Uu]p to|[Aa]t most|[Nn]o more than) (\d+) [a-z]+ ?([a-z]*)`)
	numberRange  = regexp.MustCompile(`(?:^|[;,] |are |Values between )(-?\d+)-(\d+)(?:[.;, ]|$)`)
	numberWords  = regexp.MustCompile(`(?:between|from) (-?\d+) (?:and|to) (-?\d+)(?:, or (0x[0-9A-F]+))?`)
	diceRange    = regexp.MustCompile(`\d+-\d+ for `)
	needsInstead = regexp.MustCompile(`[Rr]equired if (\w+)(?: and (\w+))? (?:is not|are not|isn't|aren't) specified`)
	onlyKinds    = regexp.MustCompile(`^For "(\w+)"(?: and "(\w+)")? only`)
	uploadLimit  = regexp.MustCompile(`(?:at most|must not exceed|less than) (\d+) ?(MB|kB)`)

	username   = regexp.MustCompile(`^@[A-Za-z][A-Za-z0-9_]*$`)
	lowerWords = regexp.MustCompile(`^[a-z0-9_]*$`)
	tokenWords = regexp.MustCompile(`^[A-Za-z0-9_-]*$`)
	twoLetters = regexp.MustCompile(`^([a-z]{2})?$`)
	currency   = regexp.MustCompile(`^[A-Z]{3}$`)
)

// field compiles one field; what only its neighbours tell is left to fill.
func (c *compiler) field(raw rawSlot, s *shape) *field {
	// A standard's number is no range.
	about := strings.ReplaceAll(strings.TrimPrefix(raw.Description, "Optional. "), "ISO 3166-1", "ISO 3166")
	f := &field{name: raw.Name, shape: s, required: raw.Required}
	if names := needsInstead.FindStringSubmatch(about); names != nil {
		f.instead = slices.DeleteFunc(names[1:], func(name string) bool { return name == "" })
	}
	if kinds := onlyKinds.FindStringSubmatch(about); kinds != nil {
		f.kinds = slices.DeleteFunc(kinds[1:], func(kind string) bool { return kind == "" })
	}
	f.attach = s.upload || strings.Contains(about, attachPrefix)
	f.fresh = s.upload && !s.text || strings.Contains(about, "uploaded as a new file")
	if f.attach {
		f.bytes = uploadBytes(about)
		return f
	}
	f.rules = rules(about, s)
	if strings.Contains(about, "available update types") {
		f.each = &field{rules: []rule{oneOf{c.updates}}}
	}
	return f
}

func rules(about string, s *shape) []rule {
	switch {
	case s.elem != nil && !s.text:
		return countRules(about)
	case s.text && !s.integer && len(s.objects) == 0:
		return textRules(about)
	case (s.integer || s.float) && !s.text:
		return numberRules(about)
	}
	return nil
}

// textRules reads lengths first, then which texts or letters are allowed; an
// enumeration makes an alphabet pointless.
func textRules(about string) (rules []rule) {
	if m := lengthRange.FindStringSubmatch(about); m != nil {
		rules = append(rules, lengthRule{min: whole(m[1]), max: whole(m[2]), bytes: strings.EqualFold(m[3], "bytes")})
	} else if m := lengthLimit.FindStringSubmatch(about); m != nil {
		rules = append(rules, lengthRule{max: whole(m[1]), bytes: strings.EqualFold(m[2], "bytes")})
	}
	if values := enumeration(about); values != nil {
		return append(rules, oneOf{values})
	}
	for _, a := range []struct {
		sentence string
		rule     alphabet
	}{
		{"only lowercase English letters, digits and underscores", alphabet{lowerWords, "may hold only a-z, 0-9 and _"}},
		{"A-Z, a-z, 0-9, _ and - are allowed", alphabet{tokenWords, "may hold only A-Z, a-z, 0-9, _ and -"}},
		{"A two-letter ISO 639-1 language code", alphabet{twoLetters, "is no language code of two letters"}},
		{"Three-letter ISO 4217 currency code", alphabet{currency, "is no currency code of three letters"}},
	} {
		if strings.Contains(about, a.sentence) {
			rules = append(rules, a.rule)
		}
	}
	return rules
}

func countRules(about string) (rules []rule) {
	if m := countRange.FindStringSubmatch(about); m != nil {
		rules = append(rules, countRule{whole(m[1]), whole(m[2])})
	} else if m := countLimit.FindStringSubmatch(about); m != nil && m[2] != "each" {
		rules = append(rules, countRule{0, whole(m[1])})
	}
	if strings.Contains(about, "strictly increas") {
		rules = append(rules, risingRule{})
	}
	return rules
}

func numberRules(about string) (rules []rule) {
	// Of several ranges, which one holds depends on another field.
	if m := numberWords.FindAllStringSubmatch(about, -1); len(m) == 1 {
		rules = append(rules, numberBetween(m[0]))
	} else if m := numberRange.FindAllStringSubmatch(about, -1); len(m) == 1 && !diceRange.MatchString(about) {
		rules = append(rules, numberBetween(append(m[0], "")))
	}
	switch {
	case strings.Contains(about, "must be non-negative"):
		rules = append(rules, rangeRule{min: 0, max: math.Inf(1)})
	case strings.Contains(about, "must be positive"):
		rules = append(rules, rangeRule{min: 1, max: math.Inf(1)})
	}
	if values := numberEnumeration(about); values != nil {
		rules = append(rules, oneOf{values})
	}
	return rules
}

// numberBetween is a range, with one more value where the sentence names one
// beside it, such as a period that never ends.
func numberBetween(m []string) rangeRule {
	r := rangeRule{min: float64(whole(m[1])), max: float64(whole(m[2]))}
	if also, err := strconv.ParseInt(m[3], 0, 64); err == nil {
		r.also = []float64{float64(also)}
	}
	return r
}

// uploadBytes is the most that an upload may have by its description.
func uploadBytes(about string) int64 {
	m := uploadLimit.FindStringSubmatch(about)
	if m == nil {
		return 0
	}
	if m[2] == "kB" {
		return int64(whole(m[1])) << 10
	}
	return int64(whole(m[1])) << 20
}

// whole reads digits that a pattern has matched already.
func whole(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
