package conform

import (
	"slices"
	"testing"
)

// The union stands one level deep in these documents.
func TestBestBranch(t *testing.T) {
	t.Parallel()
	at := func(what string, flaw flaw, path ...string) finding {
		return finding{what: what, flaw: flaw, path: append([]string{"part"}, path...)}
	}
	wants := func(f finding, wants ...string) finding {
		f.wants = wants
		return f
	}
	for name, c := range map[string]struct {
		branches [][]finding
		want     []string
	}{
		"none": {nil, nil},
		"the type that fits before another": {
			[][]finding{{at("other", value, "type")}, {at("a", unknown, "a"), at("b", plain, "b")}},
			[]string{"a", "b"},
		},
		"keys that fit before depth": {
			[][]finding{{at("deep", unknown, "a", "b", "c")}, {at("flat", plain, "a")}},
			[]string{"flat"},
		},
		"the deepest": {
			[][]finding{{at("flat", plain, "a")}, {at("deep", plain, "a", "b")}, {at("flat too", plain, "c")}},
			[]string{"deep"},
		},
		"the one with the fewest flaws": {
			[][]finding{{at("a", plain, "a"), at("b", plain, "b")}, {at("one", plain, "a")}},
			[]string{"one"},
		},
		"no type fits": {
			[][]finding{
				{wants(at("x", value, "type"), "12")}, {wants(at("x", typed), "null")}, {wants(at("x", value, "type"), "2", "3")},
			},
			[]string{"want one of 2, 3, 12"},
		},
		"no value fits": {
			[][]finding{{wants(at("x", value), "a")}, {wants(at("x", value), "b")}, {wants(at("x", typed), "null")}},
			[]string{"want one of a, b"},
		},
		"not even the JSON type fits": {
			[][]finding{{wants(at(wrongType(nil, "number"), typed), "object")}, {wants(at("x", typed), "null")}},
			[]string{"want null or object, got number"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, f := range best(c.branches, 1) {
				got = append(got, f.what)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
