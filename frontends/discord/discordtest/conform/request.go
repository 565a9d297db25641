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
