package conform

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// Request judges a call. Its parameters are JSON values as encoding/json decodes
// them, numbers as json.Number or float64; a string may stand for a scalar or
// hold the JSON of an array or an object, as forms carry them. The method's name
// is found without regard to case. No problems give an empty list.
func (s *Spec) Request(name string, params map[string]any, files []File) []Problem {
	m, ok := s.lookup(name)
	if !ok {
		return []Problem{{Path: name, What: "is no method"}}
	}
	w := walk{root: m.name, loose: true, files: files}
	if len(files) > 0 {
		w.used = make([]bool, len(files))
		params = w.uploads(m.params, params)
	}
	w.fields(m.params, params)
	w.unused()
	return w.done()
}

// Result judges what a method returned: the value of "result" in the answer.
func (s *Spec) Result(name string, result json.RawMessage) []Problem {
	m, ok := s.lookup(name)
	if !ok {
		return []Problem{{Path: name, What: "is no method"}}
	}
	return judge(m.name+" result", m.result, result)
}

// Update judges one update as getUpdates or a webhook delivers it.
func (s *Spec) Update(raw json.RawMessage) []Problem { return judge("update", s.update, raw) }

func judge(root string, s *shape, raw []byte) []Problem {
	w := walk{root: root}
	v, err := decode(raw)
	if err != nil {
		w.report("is no JSON")
		return w.problems
	}
	w.check(s, &unlimited, v)
	return w.done()
}

var errTrailing = errors.New("conform: more than one value")

// decode reads one JSON value, keeping numbers as they are written.
func decode(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errTrailing
	}
	return v, nil
}
