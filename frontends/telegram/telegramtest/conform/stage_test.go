package conform

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// call is one line of the corpora.
type call struct {
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Files  []File          `json:"files"`
	Result json.RawMessage `json:"result"`
}

// params decodes parameters the way the double does.
func (c call) params(t testing.TB) map[string]any {
	t.Helper()
	if c.Params == nil {
		return nil
	}
	v, err := decode(c.Params)
	if err != nil {
		t.Fatalf("%s: %v in %s", c.Method, err, c.Params)
	}
	return v.(map[string]any)
}

// official is the specification itself; without it a test has nothing to say.
func official(t testing.TB) *Spec {
	t.Helper()
	folder := os.Getenv("PARLEY_SPECS")
	if folder == "" {
		t.Skip("PARLEY_SPECS names no folder with " + fileName)
	}
	spec, err := Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

// small is a specification of a few methods, written by hand.
func small(t testing.TB) *Spec {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "small.json"))
	if err != nil {
		t.Fatal(err)
	}
	spec, err := parse(data, []byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

// lines reads a corpus of one JSON value a line. "@LONG@" stands for a text that
// is too long for a message.
func lines(t testing.TB, name string) []string {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all []string
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		all = append(all, strings.ReplaceAll(scanner.Text(), "@LONG@", strings.Repeat("x", 5000)))
	}
	if err := scanner.Err(); err != nil || len(all) == 0 {
		t.Fatalf("%s: %d lines, %v", name, len(all), err)
	}
	return all
}

func texts(problems []Problem) (all []string) {
	for _, p := range problems {
		all = append(all, p.String())
	}
	return all
}

func paths(problems []Problem) (all []string) {
	for _, p := range problems {
		all = append(all, p.Path)
	}
	return all
}
