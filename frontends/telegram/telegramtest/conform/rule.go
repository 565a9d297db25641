package conform

import (
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// rule is one limit that a field's description states.
type rule interface {
	// broken says what is wrong with a value of the right type, or "".
	broken(v any) string
}

// apply judges a value by its field's rules.
func (w *walk) apply(f *field, v any) {
	for _, r := range f.rules {
		if _, ok := r.(lengthRule); ok && w.markup {
			continue
		}
		if what := r.broken(v); what != "" {
			w.report(what)
		}
	}
}

// lengthRule limits a text, in UTF-16 units as the platform counts characters,
// or in bytes.
type lengthRule struct {
	min, max int
	bytes    bool
}

func (r lengthRule) broken(v any) string {
	text, ok := v.(string)
	if !ok {
		return ""
	}
	length, unit := len(text), " bytes"
	if !r.bytes {
		// UTF-8 never takes fewer bytes than UTF-16 takes units.
		if length <= r.max && length >= r.min && r.min <= 1 {
			return ""
		}
		length, unit = units(text), " characters"
	}
	return outside(int64(length), int64(r.min), int64(r.max), "has ", unit)
}

// units counts UTF-16 code units.
func units(text string) int {
	n := utf8.RuneCountInString(text)
	for _, c := range text {
		if c > 0xFFFF {
			n++
		}
	}
	return n
}

// countRule limits the elements of an array.
type countRule struct{ min, max int }

func (r countRule) broken(v any) string {
	items, ok := v.([]any)
	if !ok {
		return ""
	}
	return outside(int64(len(items)), int64(r.min), int64(r.max), "has ", " items")
}

// risingRule holds where each number must be higher than the one before.
type risingRule struct{}

func (risingRule) broken(v any) string {
	items, _ := v.([]any)
	last := int64(math.MinInt64)
	for _, item := range items {
		n, ok := integer(item)
		if ok && n <= last {
			return "is not in strictly increasing order"
		}
		last = n
	}
	return ""
}

// rangeRule limits a number; also has values outside the range that are allowed.
type rangeRule struct {
	min, max float64
	also     []float64
}

func (r rangeRule) broken(v any) string {
	n, ok := number(v)
	if !ok || n >= r.min && n <= r.max || slices.Contains(r.also, n) {
		return ""
	}
	if math.IsInf(r.max, 1) {
		return "is " + figure(n) + ", must be at least " + figure(r.min)
	}
	return "is " + figure(n) + ", must be " + figure(r.min) + " to " + figure(r.max)
}

// oneOf is an enumeration of texts or numbers, both written as text.
type oneOf struct{ values []string }

func (r oneOf) broken(v any) string {
	text, ok := v.(string)
	if n, isNumber := number(v); !ok && isNumber {
		text = figure(n)
	}
	if slices.Contains(r.values, text) {
		return ""
	}
	return "is none of " + strings.Join(r.values, ", ")
}

// alphabet limits how a text is written.
type alphabet struct {
	pattern *regexp.Regexp
	says    string
}

func (r alphabet) broken(v any) string {
	if text, ok := v.(string); ok && !r.pattern.MatchString(text) {
		return r.says
	}
	return ""
}

// outside says how much there is of something and how much there may be.
func outside(n, low, high int64, before, unit string) string {
	if n >= low && n <= high {
		return ""
	}
	return before + strconv.FormatInt(n, 10) + unit + ", must have " + strconv.FormatInt(low, 10) + " to " + strconv.FormatInt(high, 10)
}

// figure writes a number as the specification's enumerations do.
func figure(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// integer reads a whole number of 64 bits.
func integer(v any) (int64, bool) {
	switch v := v.(type) {
	case json.Number:
		n, err := strconv.ParseInt(string(v), 10, 64)
		return n, err == nil
	case float64:
		n := int64(v)
		return n, float64(n) == v && math.Abs(v) < 1<<63
	case int64:
		return v, true
	case int:
		return int64(v), true
	}
	return 0, false
}

// number reads any finite number.
func number(v any) (float64, bool) {
	switch v := v.(type) {
	case json.Number:
		n, err := strconv.ParseFloat(string(v), 64)
		return n, err == nil && !math.IsInf(n, 0) && !math.IsNaN(n)
	case float64:
		return v, !math.IsInf(v, 0) && !math.IsNaN(v)
	case int64:
		return float64(v), true
	case int:
		return float64(v), true
	}
	return 0, false
}
