package conform

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

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
	sort    sort
	leftFor bool // an unknown key that only the whole of several parts refuses
}

type sort int

const (
	plain   sort = iota
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
		return []finding{{path: at, what: unknownKey, sort: unknown, leftFor: true}}
	case *kind.Type:
		return []finding{{path: at, sort: typed, wants: k.Want, what: wrongType(k.Want, k.Got)}}
	case *kind.Const:
		wants := []string{fmt.Sprint(k.Want)}
		return []finding{{path: at, sort: value, wants: wants, what: wrongValue(wants)}}
	case *kind.Enum:
		wants := words(k.Want)
		return []finding{{path: at, sort: value, wants: wants, what: wrongValue(wants)}}
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

func each(at, names []string, what string, sort sort) []finding {
	found := make([]finding, 0, len(names))
	for _, name := range names {
		found = append(found, finding{path: append(slices.Clone(at), name), what: what, sort: sort})
	}
	return found
}

// best picks, among the branches of a union that all failed, the one that was
// meant: first whose "type" fits, then the one whose keys fit better, then the one
// in which the failure lies deepest. depth is that of the union. Where
// no branch fits, what they want is put together.
func best(branches [][]finding, depth int) []finding {
	if len(branches) == 0 {
		return nil
	}
	distances := make([]distance, len(branches))
	nearest := 0
	for i, branch := range branches {
		distances[i] = measure(branch, depth)
		if distances[i].compare(distances[nearest]) < 0 {
			nearest = i
		}
	}
	if distances[nearest].clash == 0 {
		return branches[nearest]
	}
	var clashing []finding
	for i, branch := range branches {
		if distances[i].clash == distances[nearest].clash {
			clashing = append(clashing, clashes(branch, depth)...)
		}
	}
	return []finding{merged(clashing)}
}

// distance says how far a branch is from what was sent; the smaller, the nearer.
type distance struct {
	clash       int // 0 none, 1 the value or its "type" names another branch, 2 not even the JSON type fits
	keys, depth int // keys counts the unknown and the missing
	count       int
}

func measure(branch []finding, depth int) distance {
	d := distance{count: len(branch)}
	for _, f := range clashes(branch, depth) {
		d.clash = max(d.clash, 1)
		if len(f.path) == depth && f.sort == typed {
			d.clash = 2
		}
	}
	for _, f := range branch {
		d.depth = max(d.depth, len(f.path))
		if f.sort == unknown || f.sort == missing {
			d.keys++
		}
	}
	return d
}

func (d distance) compare(other distance) int {
	return cmp.Or(
		cmp.Compare(d.clash, other.clash), cmp.Compare(d.keys, other.keys),
		cmp.Compare(other.depth, d.depth), cmp.Compare(d.count, other.count),
	)
}

// clashes are the findings that show that a branch was not the one meant.
func clashes(branch []finding, depth int) []finding {
	var found []finding
	for _, f := range branch {
		discriminator := len(f.path) == depth+1 && f.path[depth] == "type"
		if (f.sort == typed || f.sort == value) && (len(f.path) == depth || discriminator) {
			found = append(found, f)
		}
	}
	return found
}

// merged puts clashes at one place into one finding.
func merged(all []finding) finding {
	first := all[0]
	var wants []string
	for _, f := range all {
		if f.sort == first.sort {
			wants = append(wants, f.wants...)
		}
	}
	slices.SortFunc(wants, func(a, b string) int { return cmp.Or(len(a)-len(b), strings.Compare(a, b)) })
	first.wants = slices.Compact(wants)
	if first.sort == value {
		first.what = wrongValue(first.wants)
		return first
	}
	_, got, _ := strings.Cut(first.what, gotMark)
	first.what = wrongType(first.wants, got)
	return first
}
