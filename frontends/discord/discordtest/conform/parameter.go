package conform

import (
	"encoding/json"
	"net/url"
	"slices"
)

func (s *Spec) inPath(r route, op operation, segments []string) []Problem {
	var problems []Problem
	for i, segment := range r.segments {
		at := slices.IndexFunc(op.Parameters, func(p parameter) bool {
			return p.In == "path" && segment == "{"+p.Name+"}"
		})
		if at >= 0 {
			problems = append(problems, s.values(op.Parameters[at].place, segment, segments[i:i+1])...)
		}
	}
	return problems
}

func (s *Spec) inQuery(op operation, query url.Values) []Problem {
	var problems []Problem
	known := make(map[string]bool)
	for _, p := range op.Parameters {
		if p.In != "query" {
			continue
		}
		known[p.Name] = true
		values, sent := query[p.Name]
		if !sent && p.Required {
			problems = append(problems, Problem{Path: "?" + p.Name, What: isMissing})
		}
		if sent {
			problems = append(problems, s.values(p.place, "?"+p.Name, values)...)
		}
	}
	for name := range query {
		if !known[name] {
			problems = append(problems, Problem{Path: "?" + name, What: unknownKey})
		}
	}
	return problems
}

// values checks a parameter. Everything in an address is text, so each reading
// that the text allows is tried, and the best one is reported.
func (s *Spec) values(place, at string, values []string) []Problem {
	schema, err := s.schema(place)
	if err != nil {
		return []Problem{{Path: at, What: err.Error()}}
	}
	var branches [][]finding
	for _, reading := range readings(values) {
		found := check(schema, reading)
		if len(found) == 0 {
			return nil
		}
		branches = append(branches, found)
	}
	var problems []Problem
	for _, f := range best(branches, 0) {
		problems = append(problems, Problem{Path: at + pointer(f.path), What: f.what})
	}
	return problems
}

func readings(values []string) []any {
	all := make([]any, len(values))
	for i, value := range values {
		all[i] = value
	}
	if len(values) != 1 {
		return []any{all}
	}
	readings := []any{values[0]}
	if v, err := decode([]byte(values[0])); err == nil && isScalar(v) && sane(v) {
		readings = append(readings, v)
	}
	return append(readings, all)
}

func isScalar(v any) bool {
	switch v.(type) {
	case json.Number, bool:
		return true
	}
	return false
}
