package conform

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// fileName is the specification's name in the folder given to Load.
const fileName = "telegram-bot-api.json"

//go:embed supplement.json
var supplementJSON []byte

// Spec is the compiled specification.
type Spec struct {
	methods map[string]*method
	// folded finds a method by its name in lower case.
	folded map[string]*method
	update *shape
	// stale names the entries of the supplement that the file already has, or
	// that belong to nothing in it: both must go.
	stale []string
}

// method is one call: what it takes and what it gives.
type method struct {
	name   string
	params *object
	result *shape
}

// document is the file as it is written.
type document struct {
	Methods map[string]entry `json:"methods"`
	Types   map[string]entry `json:"types"`
}

// entry is a method or a type.
type entry struct {
	Description []string  `json:"description"`
	Returns     []string  `json:"returns"`
	Fields      []rawSlot `json:"fields"`
	Subtypes    []string  `json:"subtypes"`
}

// rawSlot is a parameter of a method or a field of a type.
type rawSlot struct {
	Name        string   `json:"name"`
	Types       []string `json:"types"`
	Required    bool     `json:"required"`
	Description string   `json:"description"`
}

// Load reads telegram-bot-api.json in the folder, adds the supplement and
// compiles both. It fails where the file is missing, is not what it should be, or
// names a type that it does not define.
func Load(folder string) (*Spec, error) {
	data, err := os.ReadFile(filepath.Join(folder, fileName)) //nolint:gosec // whoever runs the tests names the folder
	if err != nil {
		return nil, fmt.Errorf("conform: read the specification: %w", err)
	}
	return parse(data, supplementJSON)
}

// parse compiles a specification that has been read, with what is to be added.
func parse(data, more []byte) (*Spec, error) {
	var doc document
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("conform: read the specification: %w", err)
	}
	if len(doc.Methods) == 0 || len(doc.Types) == 0 {
		return nil, fmt.Errorf("conform: read the specification: no methods or no types in it")
	}
	var extra supplement
	if err := json.Unmarshal(more, &extra); err != nil {
		return nil, fmt.Errorf("conform: read the supplement: %w", err)
	}
	stale := extra.add(&doc)
	spec, err := compile(doc)
	if err != nil {
		return nil, err
	}
	spec.stale = stale
	return spec, nil
}

// Method finds a method by its name without regard to case, as the server does,
// and gives the name as it is written in the specification.
func (s *Spec) Method(name string) (canonical string, ok bool) {
	m, ok := s.lookup(name)
	if !ok {
		return "", false
	}
	return m.name, true
}

func (s *Spec) lookup(name string) (*method, bool) {
	if m, ok := s.methods[name]; ok {
		return m, true
	}
	m, ok := s.folded[strings.ToLower(name)]
	return m, ok
}
