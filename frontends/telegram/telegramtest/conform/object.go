package conform

import (
	"slices"
	"strconv"
	"strings"
)

// object is a type with fields, or the parameters of a method.
type object struct {
	name   string
	fields map[string]*field
	// list has the fields in the specification's order.
	list   []*field
	choice *choice
}

// field is a place for a value in an object.
type field struct {
	name     string
	shape    *shape
	required bool
	rules    []rule
	// instead are fields of which one must be there where this one is not.
	instead []string
	// kinds are the values of "type" with which this field may stand; nil for all.
	kinds []string
	// markup names the field that, when given, makes the raw length of this one
	// meaningless, since the length counts after parsing.
	markup string

	// attach holds where "attach://name" means an upload of this request.
	attach bool
	// fresh holds where nothing but an upload will do.
	fresh bool
	// bytes is the size an upload may have; 0 where nothing is said.
	bytes int64
	// each is the field as the elements of its array see it: what limits the
	// array does not limit them. Nil where nothing limits them.
	each *field
}

// unlimited stands where no field limits a value.
var unlimited field

func (f *field) items() *field {
	if f.each == nil {
		return &unlimited
	}
	return f.each
}

// choice limits how many of an object's fields may be there at once.
type choice struct {
	among []string
	exact bool
}

func (c *choice) count(v map[string]any) (n int) {
	for _, name := range c.among {
		if _, ok := v[name]; ok {
			n++
		}
	}
	return n
}

// misfit counts what speaks against a value being this object.
func (o *object) misfit(v map[string]any) (n int) {
	for name := range v {
		if o.fields[name] == nil {
			n++
		}
	}
	for _, f := range o.list {
		if _, ok := v[f.name]; f.required && !ok {
			n++
		}
	}
	return n
}

// knows tells whether anything speaks for a value being this object.
func (o *object) knows(v map[string]any) bool {
	for name := range v {
		if o.fields[name] != nil {
			return true
		}
	}
	return len(v) == 0 && o.misfit(v) == 0
}

// fields judges the fields of an object.
func (w *walk) fields(o *object, v map[string]any) {
	at := len(w.path)
	w.path = append(w.path, step{})
	for name, value := range v {
		w.path[at].name = name
		f := o.fields[name]
		if f == nil {
			w.report("is unknown to " + o.name)
			continue
		}
		if !f.required && !w.given(v, name) {
			continue
		}
		w.checkKind(f, v)
		outer := w.markup
		w.markup = f.markup != "" && w.given(v, f.markup)
		w.check(f.shape, f, value)
		w.markup = outer
	}
	w.path = w.path[:at]
	w.missing(o, v)
	w.checkChoice(o, v)
}

// missing reports what is not there and must be: always, or since none of the
// fields that could stand instead is there.
func (w *walk) missing(o *object, v map[string]any) {
	for _, f := range o.list {
		if !f.required && f.instead == nil {
			continue
		}
		if _, ok := v[f.name]; f.required && !ok {
			w.reportAt(f.name, "is missing")
		}
		if f.required || w.given(v, f.name) {
			continue
		}
		if !slices.ContainsFunc(f.instead, func(name string) bool { return w.given(v, name) }) {
			w.reportAt(f.name, "is missing, and so is "+strings.Join(f.instead, " or "))
		}
	}
}

// given tells whether a field has a value. To the server a parameter that is
// empty is one that was left out, and some clients send all of them.
func (w *walk) given(v map[string]any, name string) bool {
	value, ok := v[name]
	return ok && (!w.loose || value != "")
}

// checkKind reports a field that belongs to another kind of the same object, as
// the link of an entity that is no link.
func (w *walk) checkKind(f *field, v map[string]any) {
	if f.kinds == nil {
		return
	}
	if kind, ok := v["type"].(string); ok && !slices.Contains(f.kinds, kind) {
		w.report("stands only with the type " + strings.Join(f.kinds, " or "))
	}
}

func (w *walk) checkChoice(o *object, v map[string]any) {
	if o.choice == nil {
		return
	}
	n := o.choice.count(v)
	switch {
	case n > 1:
		w.report("has " + strconv.Itoa(n) + " of the fields of which only one may stand")
	case n == 0 && o.choice.exact:
		w.report("has none of the fields of which one must stand")
	}
}
