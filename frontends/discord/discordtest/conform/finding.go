package conform

import (
	"errors"
	"fmt"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

const (
	isMissing  = "is missing"
	unknownKey = "unknown key"
)

// finding is a problem before its place is written out.
type finding struct {
	path    []string
	what    string
	wants   []string // the types or values that would do, where that is the problem
	flaw    flaw
	leftFor bool // an unknown key that only the whole of several parts refuses
}

// flaw sorts findings as far as the choice between branches depends on it.
type flaw int

const (
	plain   flaw = iota
	missing      // a key that must be there
	unknown      // a key that is not listed
	value        // a value that is not one of the listed
	typed        // another JSON type
)

// check validates and boils the library's tree of errors down to what a person
// would say is wrong.
func check(schema *jsonschema.Schema, v any) []finding {
	err := schema.Validate(v)
	var tree *jsonschema.ValidationError
	if !errors.As(err, &tree) {
		return nil
	}
	return boil(tree)
}

func boil(e *jsonschema.ValidationError) []finding {
	at := e.InstanceLocation
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		return each(at, k.Missing, isMissing, missing)
	case *kind.AdditionalProperties:
		return each(at, k.Properties, unknownKey, unknown)
	case *kind.FalseSchema:
		return []finding{{path: at, what: unknownKey, flaw: unknown, leftFor: true}}
	case *kind.Type:
		return []finding{{path: at, flaw: typed, wants: k.Want, what: wrongType(k.Want, k.Got)}}
	case *kind.Const:
		wants := []string{fmt.Sprint(k.Want)}
		return []finding{{path: at, flaw: value, wants: wants, what: wrongValue(wants)}}
	case *kind.Enum:
		wants := words(k.Want)
		return []finding{{path: at, flaw: value, wants: wants, what: wrongValue(wants)}}
	case *kind.OneOf:
		if len(k.Subschemas) > 0 {
			return []finding{{path: at, what: "fits more than one of the shapes allowed here"}}
		}
		return best(boilEach(e.Causes), len(at))
	case *kind.AnyOf:
		return best(boilEach(e.Causes), len(at))
	}
	if len(e.Causes) == 0 {
		return []finding{{path: at, what: phrase(e.ErrorKind)}}
	}
	return united(slices.Concat(boilEach(e.Causes)...))
}

func boilEach(causes []*jsonschema.ValidationError) [][]finding {
	branches := make([][]finding, 0, len(causes))
	for _, cause := range causes {
		branches = append(branches, boil(cause))
	}
	return branches
}

// united drops the unknown keys of a whole one of whose parts failed: a part
// that fails takes no keys, and the whole then knows none of them.
func united(all []finding) []finding {
	if !slices.ContainsFunc(all, func(f finding) bool { return !f.leftFor }) {
		return all
	}
	return slices.DeleteFunc(all, func(f finding) bool { return f.leftFor })
}

func each(at, names []string, what string, flaw flaw) []finding {
	found := make([]finding, 0, len(names))
	for _, name := range names {
		found = append(found, finding{path: append(slices.Clone(at), name), what: what, flaw: flaw})
	}
	return found
}
