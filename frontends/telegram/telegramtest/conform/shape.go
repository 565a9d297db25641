package conform

import (
	"encoding/json"
	"slices"
	"strings"
)

// shape is what a value may be: one type of the specification or several.
type shape struct {
	// label names it in problems: "Integer or String".
	label string

	text, integer, float, boolean bool
	// upload holds where a file may be sent.
	upload bool
	// elem is what an array of it consists of; nil where it is no array.
	elem *shape
	// objects it may be, and how to tell them apart.
	objects []*object
	tag     tag
}

// tag is the field by which the members of a union differ.
type tag struct {
	name    string
	members map[string][]*object
	values  []string
}

// kindOf says what a decoded JSON value is in the specification's words.
func kindOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return "String"
	case bool:
		return "Boolean"
	case []any:
		return "Array"
	case map[string]any:
		return "object"
	default:
		if _, ok := number(v); ok {
			return "number"
		}
		return "no JSON value"
	}
}

// check judges a value; loose values are checked as what their text stands for.
func (w *walk) check(s *shape, f *field, v any) {
	switch v := v.(type) {
	case string:
		w.checkString(s, f, v)
	case bool:
		if !s.boolean {
			w.mismatch(s, v)
		}
	case []any:
		w.checkArray(s, f, v)
	case map[string]any:
		w.checkObject(s, v)
	default:
		w.checkNumber(s, f, v)
	}
}

func (w *walk) mismatch(s *shape, v any) { w.report("is " + kindOf(v) + ", must be " + s.label) }

// checkNumber does not mind how Go holds a number, but a whole one must be
// written as one: "1e3" is an Integer to nobody.
func (w *walk) checkNumber(s *shape, f *field, v any) {
	_, isNumber := number(v)
	if !isNumber || !s.integer && !s.float {
		w.mismatch(s, v)
		return
	}
	if _, ok := integer(v); !ok && !s.float {
		w.report("is no integer of 64 bits, must be " + s.label)
		return
	}
	w.apply(f, v)
}

func (w *walk) checkString(s *shape, f *field, v string) {
	if s.text || s.upload {
		w.checkText(s, f, v)
		return
	}
	if !w.loose {
		w.mismatch(s, v)
		return
	}
	switch {
	case s.integer || s.float:
		if _, ok := number(json.Number(v)); !ok {
			w.mismatch(s, v)
			return
		}
		w.checkNumber(s, f, json.Number(v))
	case s.boolean:
		if !slices.Contains(truths, strings.ToLower(v)) {
			w.mismatch(s, v)
		}
	default:
		w.checkEncoded(s, f, v)
	}
}

// truths are the texts for a Boolean: the server takes "true", "yes" and "1" for
// true and every other text, meant or not, for false.
var truths = []string{"true", "false", "1", "0", "yes", "no"}

// checkEncoded judges JSON that stands in a form as text.
func (w *walk) checkEncoded(s *shape, f *field, v string) {
	decoded, err := decode([]byte(v))
	if err != nil {
		w.report("is text that is no JSON, must be " + s.label)
		return
	}
	if _, ok := decoded.(string); ok {
		w.mismatch(s, decoded)
		return
	}
	w.check(s, f, decoded)
}

// checkArray judges how many there are by the field, and each element by itself.
func (w *walk) checkArray(s *shape, f *field, v []any) {
	if s.elem == nil {
		w.mismatch(s, v)
		return
	}
	w.apply(f, v)
	outer := w.loose
	w.loose = false
	at := len(w.path)
	w.path = append(w.path, step{})
	for i, item := range v {
		w.path[at].index = i
		w.check(s.elem, f.items(), item)
	}
	w.path = w.path[:at]
	w.loose = outer
}

func (w *walk) checkObject(s *shape, v map[string]any) {
	object := w.choose(s, v)
	if object == nil {
		return
	}
	outer := w.loose
	w.loose = false
	w.fields(object, v)
	w.loose = outer
}

// choose finds which of a union's members an object is meant to be: by its tag,
// and among those of one tag by what it holds.
func (w *walk) choose(s *shape, v map[string]any) *object {
	if len(s.objects) == 0 {
		w.mismatch(s, v)
		return nil
	}
	candidates := s.objects
	if s.tag.name != "" {
		candidates = w.tagged(s.tag, v)
	}
	if len(candidates) == 0 {
		return nil
	}
	best := slices.MinFunc(candidates, func(a, b *object) int { return a.misfit(v) - b.misfit(v) })
	if len(candidates) > 1 && !best.knows(v) {
		w.report("is none of " + s.label)
		return nil
	}
	return best
}

// tagged reports a tag that is missing or unknown, and gives no candidates then.
func (w *walk) tagged(t tag, v map[string]any) []*object {
	value, ok := v[t.name]
	if !ok {
		w.reportAt(t.name, "is missing, and tells which of the types it is")
		return nil
	}
	text, ok := value.(string)
	if !ok {
		w.reportAt(t.name, "is "+kindOf(value)+", must be String")
		return nil
	}
	members := t.members[text]
	if members == nil {
		w.reportAt(t.name, "is none of "+strings.Join(t.values, ", "))
	}
	return members
}
