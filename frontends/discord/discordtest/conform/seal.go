package conform

import (
	"maps"
	"strings"
)

// refPrefix is where Discord's file keeps its shared schemas.
const refPrefix = "#/components/schemas/"

// Where a shared schema and its open twin are found by the compiler. Each is a
// resource of its own: the compiler copies a whole resource for every schema
// that it finds in it, which makes one large resource slow.
const (
	sealedAt = base + "/sealed/"
	openAt   = base + "/open/"
)

// sealer makes the strict variant of a description: wherever a schema lists its
// keys, a key that it does not list is refused, so that a misspelt one is seen.
// OpenAPI itself would let every key pass.
//
// A part of an allOf lists only some keys of the whole. Such a part stays open,
// and the whole is closed over everything its parts have taken. A shared schema
// used both ways exists twice, sealed and open.
type sealer struct {
	shared map[string]any
	open   map[string]any
}

// seal changes the document in place and returns its shared schemas by address.
func seal(doc map[string]any) map[string]any {
	components := object(doc["components"])
	s := sealer{shared: object(components["schemas"]), open: make(map[string]any)}
	originals := make(map[string]any, len(s.shared))
	for name, schema := range s.shared {
		originals[name] = clone(schema)
	}
	for _, schema := range s.shared {
		s.use(schema)
	}
	s.contents(components["responses"])
	s.contents(doc["paths"])
	s.twins(originals)
	resources := make(map[string]any, len(s.shared)+len(s.open))
	for name, schema := range s.shared {
		resources[sealedAt+name] = relink(schema)
	}
	for name, schema := range s.open {
		resources[openAt+name] = relink(schema)
	}
	relink(doc)
	return resources
}

// relink turns references inside the file into addresses.
func relink(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if name, ok := target(v); ok && !strings.HasPrefix(v["$ref"].(string), openAt) {
			v["$ref"] = sealedAt + name
		}
		for _, inner := range v {
			relink(inner)
		}
	case []any:
		for _, inner := range v {
			relink(inner)
		}
	}
	return v
}

// contents finds the schemas in the part of OpenAPI that is not JSON Schema.
func (s sealer) contents(v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			if key == "schema" {
				s.use(inner)
				continue
			}
			s.contents(inner)
		}
	case []any:
		for _, inner := range v {
			s.contents(inner)
		}
	}
}

// use seals a schema that describes a value on its own.
func (s sealer) use(v any) {
	schema := object(v)
	if schema == nil {
		return
	}
	closed := s.lists(schema, nil)
	s.inside(schema, closed)
	if _, decided := schema["additionalProperties"]; decided || !closed {
		return
	}
	if _, shared := schema["$ref"]; shared {
		return // sealed where it stands
	}
	if schema["allOf"] == nil && schema["oneOf"] == nil && schema["anyOf"] == nil {
		schema["additionalProperties"] = false
		return
	}
	schema["unevaluatedProperties"] = false
}

// part prepares a schema that describes a value together with others.
func (s sealer) part(v any) {
	schema := object(v)
	if name, ok := target(schema); ok && s.lists(schema, nil) {
		schema["$ref"] = openAt + name
		if _, made := s.open[name]; !made {
			s.open[name] = nil // made by twins
		}
		return
	}
	s.inside(schema, true)
}

// inside seals what a schema contains. The branches of a union are values of
// their own, unless the schema lists keys beside them.
func (s sealer) inside(schema map[string]any, closed bool) {
	for _, inner := range object(schema["properties"]) {
		s.use(inner)
	}
	s.use(schema["items"])
	s.use(schema["additionalProperties"])
	for _, inner := range list(schema["allOf"]) {
		s.part(inner)
	}
	for _, union := range []string{"oneOf", "anyOf"} {
		for _, inner := range list(schema[union]) {
			if closed {
				s.part(inner)
				continue
			}
			s.use(inner)
		}
	}
}

// twins makes the open variants that were asked for; one may ask for more.
func (s sealer) twins(originals map[string]any) {
	for {
		before := len(s.open)
		for name := range maps.Clone(s.open) {
			if s.open[name] == nil {
				twin := clone(originals[name])
				s.part(twin)
				s.open[name] = twin
			}
		}
		if len(s.open) == before {
			return
		}
	}
}

// lists says whether a schema names at least one key itself, in a part or behind
// a reference. Schemas may refer in circles; seen breaks them.
func (s sealer) lists(schema map[string]any, seen map[string]bool) bool {
	if len(object(schema["properties"])) > 0 {
		return true
	}
	for _, inner := range list(schema["allOf"]) {
		if s.lists(object(inner), seen) {
			return true
		}
	}
	name, ok := target(schema)
	if !ok || seen[name] {
		return false
	}
	if seen == nil {
		seen = make(map[string]bool)
	}
	seen[name] = true
	return s.lists(object(s.shared[name]), seen)
}

// target names the shared schema, in either variant, that a schema refers to.
func target(schema map[string]any) (string, bool) {
	ref, _ := schema["$ref"].(string)
	if name, ok := strings.CutPrefix(ref, refPrefix); ok {
		return name, true
	}
	return strings.CutPrefix(ref, openAt)
}

func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

// clone copies a JSON value.
func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		twin := make(map[string]any, len(v))
		for key, inner := range v {
			twin[key] = clone(inner)
		}
		return twin
	case []any:
		twin := make([]any, len(v))
		for i, inner := range v {
			twin[i] = clone(inner)
		}
		return twin
	}
	return v
}
