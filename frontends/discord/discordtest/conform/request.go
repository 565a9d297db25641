package conform

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Request says what is wrong with a request; nothing where it conforms. The path
// is taken with or without "/api/v9"; the body is the JSON of the request, or
// what its multipart form holds in payload_json, and empty where there is none.
func (s *Spec) Request(method, path string, query url.Values, body json.RawMessage) []Problem {
	r, op, ok := s.find(method, path)
	if !ok {
		return []Problem{{What: fmt.Sprintf("no operation %s /%s", method, strings.Join(segmentsOf(path), "/"))}}
	}
	problems := s.inPath(r, op, segmentsOf(path))
	problems = append(problems, s.inQuery(op, query)...)
	problems = append(problems, s.inBody(op, body)...)
	return ordered(problems)
}

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

func (s *Spec) inBody(op operation, body json.RawMessage) []Problem {
	if op.RequestBody == nil {
		// Libraries send an empty object where nothing is asked for.
		if text := strings.TrimSpace(string(body)); text != "" && text != "{}" && text != "null" {
			return []Problem{{What: "no body is taken"}}
		}
		return nil
	}
	if op.RequestBody.Content[asJSON] == nil {
		return nil // a form of plain fields, which has no payload_json
	}
	if len(body) == 0 {
		if op.RequestBody.Required {
			return []Problem{{What: "the body is missing"}}
		}
		return nil
	}
	return s.document(op.place+"/requestBody/content/application~1json/schema", body)
}

// document checks a body against the schema at a place.
func (s *Spec) document(place string, body json.RawMessage) []Problem {
	v, err := decode(body)
	if err != nil {
		return []Problem{{What: "the body is not JSON"}}
	}
	if !sane(v) {
		return []Problem{{What: "a number is out of all bounds"}}
	}
	schema, err := s.schema(place)
	if err != nil {
		return []Problem{{What: err.Error()}}
	}
	var problems []Problem
	for _, f := range check(schema, v) {
		problems = append(problems, Problem{Path: pointer(f.path), What: f.what})
	}
	return problems
}

// The bounds of a number that is looked at: those of a float, generously.
const (
	maxDigits   = 64
	maxExponent = 308
)

// sane refuses numbers like 1e999999999, which exact arithmetic would unfold.
func sane(v any) bool {
	switch v := v.(type) {
	case json.Number:
		at := strings.IndexAny(v.String(), "eE")
		if at < 0 {
			return len(v) <= maxDigits
		}
		exponent, err := strconv.Atoi(v.String()[at+1:])
		return err == nil && at <= maxDigits && exponent <= maxExponent && exponent >= -maxExponent
	case []any:
		return !slices.ContainsFunc(v, func(inner any) bool { return !sane(inner) })
	case map[string]any:
		for _, inner := range v {
			if !sane(inner) {
				return false
			}
		}
	}
	return true
}
