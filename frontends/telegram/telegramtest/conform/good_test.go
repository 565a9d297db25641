package conform

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

func TestGoodRequestsAreClean(t *testing.T) {
	t.Parallel()
	spec := official(t)
	methods := map[string]bool{}
	for _, line := range lines(t, "requests.jsonl") {
		var c call
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		if problems := spec.Request(c.Method, c.params(t), c.Files); len(problems) > 0 {
			t.Errorf("%.120s\n\t%v", line, texts(problems))
		}
		methods[c.Method] = true
	}
	if len(methods) < 70 {
		t.Errorf("the corpus has %d methods only", len(methods))
	}
}

func TestGoodResultsAreClean(t *testing.T) {
	t.Parallel()
	spec := official(t)
	for _, line := range lines(t, "results.jsonl") {
		var c call
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		if problems := spec.Result(c.Method, c.Result); len(problems) > 0 {
			t.Errorf("%.120s\n\t%v", line, texts(problems))
		}
	}
}

func TestGoodUpdatesAreClean(t *testing.T) {
	t.Parallel()
	spec := official(t)
	for _, line := range lines(t, "updates.jsonl") {
		if problems := spec.Update([]byte(line)); len(problems) > 0 {
			t.Errorf("%.120s\n\t%v", line, texts(problems))
		}
	}
}

// Every type can be reached and every method can be asked for, whatever the
// file's next edition brings.
func TestTheOfficialFileCompilesWhole(t *testing.T) {
	t.Parallel()
	spec := official(t)
	var doc document
	data, err := os.ReadFile(filepath.Join(os.Getenv("PARLEY_SPECS"), fileName))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	for name, e := range doc.Methods {
		m, ok := spec.lookup(name)
		if !ok || m.name != name {
			t.Errorf("%s is lost", name)
			continue
		}
		for _, f := range e.Fields {
			if m.params.fields[f.Name] == nil {
				t.Errorf("%s.%s is lost", name, f.Name)
			}
		}
	}
}

func TestEntriesOfTheSupplementGoOnceTheFileKnowsThem(t *testing.T) {
	t.Parallel()
	for _, name := range official(t).stale {
		t.Errorf("take %s out of supplement.json", name)
	}
}
