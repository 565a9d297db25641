package conform

import (
	"maps"
	"slices"
)

// supplement holds names of an edition that is newer than the file.
type supplement struct {
	Methods map[string]entry `json:"methods"`
	Types   map[string]entry `json:"types"`
	// Fields go to methods and types that the file has.
	Fields []struct {
		To    []string `json:"to"`
		Field rawSlot  `json:"field"`
	} `json:"fields"`
}

// add puts the supplement into the document and names what was there already:
// the file always has the last word.
func (s supplement) add(doc *document) (stale []string) {
	for _, name := range slices.Sorted(maps.Keys(s.Methods)) {
		if _, ok := doc.Methods[name]; ok {
			stale = append(stale, name)
			continue
		}
		doc.Methods[name] = s.Methods[name]
	}
	for _, name := range slices.Sorted(maps.Keys(s.Types)) {
		if _, ok := doc.Types[name]; ok {
			stale = append(stale, name)
			continue
		}
		doc.Types[name] = s.Types[name]
	}
	for _, more := range s.Fields {
		for _, name := range more.To {
			if !extend(doc.Methods, name, more.Field) && !extend(doc.Types, name, more.Field) {
				stale = append(stale, name+"."+more.Field.Name)
			}
		}
	}
	return stale
}

// extend adds a field to an entry that exists and lacks it.
func extend(entries map[string]entry, name string, field rawSlot) bool {
	e, ok := entries[name]
	if !ok || slices.ContainsFunc(e.Fields, func(f rawSlot) bool { return f.Name == field.Name }) {
		return false
	}
	e.Fields = append(slices.Clip(e.Fields), field)
	entries[name] = e
	return true
}
