package conform

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// compiler turns the document into objects and shapes that know each other.
type compiler struct {
	doc     document
	objects map[string]*object
	// named are the shapes of single types, built once since they name each
	// other in circles.
	named map[string]*shape
	// shapes are all of them, to be told apart when every field is known.
	shapes []*shape
	// updates are the names of the kinds of updates, for allowed_updates.
	updates []string
}

// compile goes from types to methods, in the order of their names so that the
// same file fails at the same place each time. Unions are told apart last, since
// that needs the rules of all their members' fields.
func compile(doc document) (*Spec, error) {
	c := compiler{doc: doc, objects: map[string]*object{}, named: map[string]*shape{}}
	for _, f := range doc.Types["Update"].Fields {
		if !f.Required {
			c.updates = append(c.updates, f.Name)
		}
	}
	for name, e := range doc.Types {
		if len(e.Subtypes) == 0 {
			c.objects[name] = newObject(name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.objects)) {
		if err := c.fill(c.objects[name], doc.Types[name]); err != nil {
			return nil, err
		}
	}
	spec := &Spec{methods: map[string]*method{}, folded: map[string]*method{}}
	for _, name := range slices.Sorted(maps.Keys(doc.Methods)) {
		m, err := c.method(name, doc.Methods[name])
		if err != nil {
			return nil, err
		}
		spec.methods[name] = m
		spec.folded[strings.ToLower(name)] = m
	}
	update, err := c.shape("Update")
	if err != nil {
		return nil, fmt.Errorf("conform: compile updates: %w", err)
	}
	spec.update = update
	for _, s := range c.shapes {
		s.tag = tagOf(s.objects)
	}
	return spec, nil
}

func (c *compiler) method(name string, e entry) (*method, error) {
	m := &method{name: name, params: newObject(name)}
	if err := c.fill(m.params, e); err != nil {
		return nil, err
	}
	result, err := c.shape(e.Returns...)
	if err != nil {
		return nil, fmt.Errorf("conform: compile the result of %s: %w", name, err)
	}
	m.result = result
	return m, nil
}

func newObject(name string) *object {
	return &object{name: name, fields: map[string]*field{}}
}

// fill gives an object its fields. It exists empty before, because types name
// each other in circles: a Message holds the Message it answers.
func (c *compiler) fill(o *object, e entry) error {
	for _, raw := range e.Fields {
		s, err := c.shape(raw.Types...)
		if err != nil {
			return fmt.Errorf("conform: compile %s.%s: %w", o.name, raw.Name, err)
		}
		f := c.field(raw, s)
		o.fields[f.name] = f
		o.list = append(o.list, f)
	}
	for _, f := range o.list {
		f.markup = markupOf(o, f)
		f.instead = slices.DeleteFunc(f.instead, func(name string) bool { return o.fields[name] == nil })
	}
	o.choice = choiceOf(o, strings.Join(e.Description, " "))
	return nil
}

// shape gives what values of these types look like.
func (c *compiler) shape(types ...string) (*shape, error) {
	if len(types) != 1 {
		s := &shape{}
		return s, c.merge(s, types)
	}
	if s := c.named[types[0]]; s != nil {
		return s, nil
	}
	s := &shape{}
	c.named[types[0]] = s
	return s, c.merge(s, types)
}

// merge makes one shape of several types. Arrays of different things become an
// array of either, which is a little wider than the specification: an album may
// mix what it allows side by side, and the prose that forbids some mixtures names
// no rule that could be read.
func (c *compiler) merge(s *shape, types []string) error {
	c.shapes = append(c.shapes, s)
	s.label = strings.Join(types, " or ")
	var elements []string
	for _, name := range c.flat(types) {
		if inner, ok := strings.CutPrefix(name, "Array of "); ok {
			elements = append(elements, inner)
			continue
		}
		if err := c.admit(s, name); err != nil {
			return err
		}
	}
	if len(elements) == 0 {
		return nil
	}
	elem, err := c.shape(elements...)
	s.elem = elem
	return err
}

// flat puts the members of unions in their place. Unions do not hold unions.
func (c *compiler) flat(types []string) (names []string) {
	for _, name := range types {
		if subtypes := c.doc.Types[name].Subtypes; len(subtypes) > 0 {
			names = append(names, subtypes...)
			continue
		}
		names = append(names, name)
	}
	return names
}

// admit lets a shape be one more type, which must be known: a name that leads
// nowhere would pass everything in its place.
func (c *compiler) admit(s *shape, name string) error {
	switch name {
	case "String":
		s.text = true
	case "Integer":
		s.integer = true
	case "Float":
		s.float = true
	case "Boolean":
		s.boolean = true
	case "InputFile":
		s.upload = true
	default:
		o := c.objects[name]
		if o == nil {
			return fmt.Errorf("no type %q", name)
		}
		s.objects = append(s.objects, o)
		s.text = s.text || mayBeText(c.doc.Types[name].Description)
	}
	return nil
}

// tagOf finds the field by whose fixed value the members of a union differ: the
// first one that every member has with one value only.
func tagOf(members []*object) tag {
	if len(members) < 2 {
		return tag{}
	}
	for _, f := range members[0].list {
		t := tag{name: f.name, members: map[string][]*object{}}
		for _, o := range members {
			value, ok := constant(o.fields[f.name])
			if !ok {
				break
			}
			if t.members[value] == nil {
				t.values = append(t.values, value)
			}
			t.members[value] = append(t.members[value], o)
		}
		if n := len(slices.Concat(slices.Collect(maps.Values(t.members))...)); n == len(members) {
			return t
		}
	}
	return tag{}
}

// constant is the only value that a field may have.
func constant(f *field) (string, bool) {
	if f == nil || !f.shape.text {
		return "", false
	}
	for _, r := range f.rules {
		if r, ok := r.(oneOf); ok && len(r.values) == 1 {
			return r.values[0], true
		}
	}
	return "", false
}
