package conform

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestRequestsOfASmallService(t *testing.T) {
	t.Parallel()
	s := small(t)
	for name, c := range map[string]struct {
		method, path, query, body string
		want                      []string
	}{
		"conforms":                    {"GET", "/rooms/5", "limit=9&tags=ab&tags=cd", "", nil},
		"one value is a list too":     {"GET", "/rooms/5", "limit=9&tags=ab", "", nil},
		"entry of a parameter":        {"GET", "/rooms/5", "limit=9&tags=ab&tags=long", "", []string{"?tags/1: 4 characters, at most 3"}},
		"parameter missing":           {"GET", "/rooms/5", "", "", []string{"?limit: is missing"}},
		"literal before parameter":    {"GET", "/rooms/@mine", "", "", nil},
		"parameter where literal":     {"PATCH", "/rooms/@mine", "", "", []string{"{room_id}: is no snowflake"}},
		"version in front":            {"GET", "/api/v10/rooms/@mine", "", "", nil},
		"no route":                    {"GET", "/", "", "", []string{"no operation GET /"}},
		"only the front":              {"GET", "/api/v10", "", "", []string{"no operation GET /"}},
		"no method":                   {"DELETE", "/rooms/5", "", "", []string{"no operation DELETE /rooms/5"}},
		"form without JSON":           {"PUT", "/rooms/5", "", "anything", nil},
		"body may be left out":        {"PATCH", "/rooms/5", "", "", nil},
		"body may not be left out":    {"POST", "/rooms/5", "", "", []string{"the body is missing"}},
		"body is not JSON":            {"POST", "/rooms/5", "", "{", []string{"the body is not JSON"}},
		"body of two values":          {"POST", "/rooms/5", "", "{} {}", []string{"the body is not JSON"}},
		"endless number":              {"POST", "/rooms/5", "", `{"type": "picture", "text": [1e999999999]}`, []string{"a number is out of all bounds"}},
		"tiny number":                 {"POST", "/rooms/5", "", `{"type": "picture", "text": 1e-999999999}`, []string{"a number is out of all bounds"}},
		"endless digits":              {"POST", "/rooms/5", "", `{"type": "picture", "text": ` + strings.Repeat("1", 65) + `}`, []string{"a number is out of all bounds"}},
		"endless digits, in short":    {"POST", "/rooms/5", "", `{"type": "picture", "text": ` + strings.Repeat("1", 65) + `e1}`, []string{"a number is out of all bounds"}},
		"empty body is none":          {"GET", "/rooms/@mine", "", "{}", nil},
		"branch by its type":          {"POST", "/rooms/5", "", `{"type": "picture", "text": "x"}`, []string{"/text: want integer, got string"}},
		"no branch":                   {"POST", "/rooms/5", "", `{"type": "film"}`, []string{"/type: want one of text, picture"}},
		"no object":                   {"POST", "/rooms/5", "", `[]`, []string{"want object, got array"}},
		"keys beside a union":         {"PATCH", "/rooms/5", "", `{"open": true, "level": 1.0, "free": {"a": [1]}}`, nil},
		"neither beside nor branch":   {"PATCH", "/rooms/5", "", `{"open": true, "levels": 1}`, []string{"/levels: unknown key"}},
		"key of the branch not meant": {"PATCH", "/rooms/5", "", `{"open": true, "at": 1}`, []string{"/at: unknown key"}},
		"unknown key waits for the rest": {
			"PATCH", "/rooms/5", "", `{"key": "x", "levels": 1}`, []string{"/key: is no snowflake"},
		},
		"both branches":         {"PATCH", "/rooms/5", "", `{"open": true, "key": "5"}`, []string{"fits more than one of the shapes allowed here"}},
		"in a circle":           {"PATCH", "/rooms/5", "", `{"open": true, "inside": {"key": "5", "inside": {"open": true, "x": 1}}}`, []string{"/inside/inside/x: unknown key"}},
		"keys of one's own":     {"PATCH", "/rooms/5", "", `{"open": true, "notes": {"a/b~c": "x"}}`, nil},
		"place is escaped":      {"PATCH", "/rooms/5", "", `{"open": true, "notes": {"a/b~c": 1}}`, []string{"/notes/a~1b~0c: want string, got number"}},
		"no key of one's own":   {"PATCH", "/rooms/5", "", `{"open": true, "notes": {}}`, []string{"/notes: 0 keys, at least 1"}},
		"constant":              {"PATCH", "/rooms/5", "", `{"open": false}`, []string{"/open: want one of true"}},
		"fraction of a whole":   {"PATCH", "/rooms/5", "", `{"open": true, "level": 1.5}`, []string{"/level: want integer, got number"}},
		"whole written large":   {"PATCH", "/rooms/5", "", `{"key": "5", "at": 2e9}`, nil},
		"whole that is too big": {"PATCH", "/rooms/5", "", `{"key": "5", "at": 3e9}`, []string{"/at: is no int32"}},
		"64 bits":               {"PATCH", "/rooms/5", "", `{"open": true, "level": 9223372036854775808}`, []string{"/level: is no int64"}},
		"text of the nonce":     {"PATCH", "/rooms/5", "", `{"key": "5", "nonce": "x"}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			query, err := url.ParseQuery(c.query)
			if err != nil {
				t.Fatal(err)
			}
			if found := texts(s.Request(c.method, c.path, query, json.RawMessage(c.body))); !slices.Equal(found, c.want) {
				t.Errorf("found %q, want %q", found, c.want)
			}
		})
	}
}

func TestAnswersOfASmallService(t *testing.T) {
	t.Parallel()
	s := small(t)
	for name, c := range map[string]struct {
		method, path string
		status       int
		body         string
		want         []string
	}{
		"conforms":                 {"GET", "/rooms/5", 200, `{"open": true}`, nil},
		"nothing":                  {"GET", "/rooms/5", 204, "", nil},
		"nothing was due":          {"GET", "/rooms/5", 204, "{}", []string{"status 204 has no body"}},
		"something was due":        {"GET", "/rooms/5", 200, "", []string{"the body is missing"}},
		"picture":                  {"POST", "/rooms/5", 200, "PNG", nil},
		"unknown status":           {"POST", "/rooms/5", 201, "", []string{"status 201 is no answer of this operation"}},
		"refusal of two parts":     {"GET", "/rooms/5", 404, `{"name": "gone", "inner": [{"name": "why"}]}`, nil},
		"key that no part knows":   {"GET", "/rooms/5", 404, `{"name": "gone", "cause": 1}`, []string{"/cause: unknown key"}},
		"part used on its own":     {"GET", "/rooms/5", 404, `{"name": "gone", "inner": [{"name": "why", "x": 1}]}`, []string{"/inner/0/x: unknown key"}},
		"a part fails":             {"GET", "/rooms/5", 404, `{"name": "x", "inner": []}`, []string{"/name: 1 characters, at least 2"}},
		"rule without own words":   {"GET", "/rooms/5", 404, `{"name": "xy", "size": 5}`, []string{"/size: exclusiveMaximum: got 5, want 5"}},
		"failure of the server":    {"GET", "/rooms/5", 502, "<html>", nil},
		"no route, and it says so": {"GET", "/nowhere", 404, "", nil},
		"no route, but an answer":  {"GET", "/nowhere", 200, "", []string{"status 200 for an operation that is not there"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if found := texts(s.Response(c.method, c.path, c.status, json.RawMessage(c.body))); !slices.Equal(found, c.want) {
				t.Errorf("found %q, want %q", found, c.want)
			}
		})
	}
}

func TestRouteNamesTheTemplate(t *testing.T) {
	t.Parallel()
	s := small(t)
	if template, ok := s.Route("GET", "/api/v9/rooms/77"); !ok || template != "/rooms/{room_id}" {
		t.Errorf("got %q, %v", template, ok)
	}
	if template, ok := s.Route("GET", "/rooms/@mine"); !ok || template != "/rooms/@mine" {
		t.Errorf("got %q, %v", template, ok)
	}
	if template, ok := s.Route("TRACE", "/rooms/77"); ok || template != "" {
		t.Errorf("got %q, %v", template, ok)
	}
}

// Many ask at once for the first time; all get the same answer.
func TestAskedByManyAtOnce(t *testing.T) {
	t.Parallel()
	s := small(t)
	var all sync.WaitGroup
	found := make([][]string, 32)
	for i := range found {
		all.Go(func() {
			found[i] = texts(s.Request("POST", "/rooms/5", nil, json.RawMessage(`{"type": "text", "txt": "x"}`)))
		})
	}
	all.Wait()
	for _, one := range found {
		if !slices.Equal(one, []string{"/txt: unknown key"}) {
			t.Errorf("found %q", one)
		}
	}
}

func TestLoadRefusesWhatIsNoDescription(t *testing.T) {
	t.Parallel()
	if _, err := Load(t.TempDir()); err == nil {
		t.Error("a missing file was accepted")
	}
	for name, text := range map[string]string{
		"not JSON":           `{`,
		"no object":          `[]`,
		"paths of no use":    `{"paths": []}`,
		"no operation":       `{"openapi": "3.1.0"}`,
		"exempt no object":   `{"paths": {"/a": {}}, "components": {"schemas": {"RatelimitedResponse": {}, "InnerErrors": 5}}}`,
		"no usable resource": `{"paths": {"/a": {}}, "$schema": "https://example.invalid/none"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			if err := os.WriteFile(filepath.Join(folder, fileName), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if s, err := Load(folder); err == nil && len(s.Request("GET", "/a", nil, nil)) == 0 {
				t.Error("it was accepted")
			}
		})
	}
}
