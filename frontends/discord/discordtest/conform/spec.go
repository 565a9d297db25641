package conform

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// fileName is what Discord's file is called in the folder given to Load.
const fileName = "discord-openapi.json"

// base names the document inside the compiler; nothing is fetched from there.
const base = "https://discord.com/openapi.json"

// Spec is the description, ready to be asked. It may be asked by several
// goroutines at once; a schema is compiled when it is first needed.
type Spec struct {
	routes   []route
	mu       sync.Mutex // guards compiler and compiled
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema
}

// Load reads discord-openapi.json from a folder. It fails where the file is
// missing or is not an OpenAPI document.
func Load(folder string) (*Spec, error) {
	return load(folder, exemptions)
}

// load is Load with a choice of exemptions, so that a test can show that each
// is still needed.
func load(folder string, exempt []exemption) (*Spec, error) {
	data, err := os.ReadFile(filepath.Join(folder, fileName))
	if err != nil {
		return nil, fmt.Errorf("conform: read the description: %w", err)
	}
	doc, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("conform: read the description: %w", err)
	}
	whole, ok := doc.(map[string]any)
	if !ok {
		return nil, errors.New("conform: read the description: it is no object")
	}
	for _, e := range exempt {
		if err := e.apply(whole); err != nil {
			return nil, fmt.Errorf("conform: exempt %s: %w", e.at, err)
		}
	}
	var described outline
	if err := json.Unmarshal(data, &described); err != nil {
		return nil, fmt.Errorf("conform: read the operations: %w", err)
	}
	if len(described.Paths) == 0 {
		return nil, errors.New("conform: read the operations: there is none")
	}
	compiler := newCompiler()
	resources := seal(whole)
	resources[base] = whole
	for address, resource := range resources {
		if err := compiler.AddResource(address, resource); err != nil {
			return nil, fmt.Errorf("conform: add %s: %w", address, err)
		}
	}
	return &Spec{
		routes: routesOf(described), compiler: compiler, compiled: make(map[string]*jsonschema.Schema),
	}, nil
}

// decode reads one JSON value and keeps numbers as they are written, since
// snowflakes and permissions do not fit a float.
func decode(data []byte) (any, error) {
	return jsonschema.UnmarshalJSON(bytes.NewReader(data))
}

// newCompiler speaks Draft 2020-12, as OpenAPI 3.1 does, and asserts formats.
func newCompiler() *jsonschema.Compiler {
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	for name, check := range formats() {
		c.RegisterFormat(&jsonschema.Format{Name: name, Validate: check})
	}
	return c
}

// schema compiles what stands at a place of the document, once.
func (s *Spec) schema(place string) (*jsonschema.Schema, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if found, ok := s.compiled[place]; ok {
		return found, nil
	}
	made, err := s.compiler.Compile(base + "#" + place)
	if err != nil {
		return nil, fmt.Errorf("conform: compile %s: %w", place, err)
	}
	s.compiled[place] = made
	return made, nil
}
