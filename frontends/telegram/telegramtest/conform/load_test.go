package conform

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestMethodsAreFoundWithoutRegardToCase(t *testing.T) {
	t.Parallel()
	spec := small(t)
	for given, want := range map[string]string{"getMe": "getMe", "GETME": "getMe", "getme": "getMe", "getYou": ""} {
		if got, ok := spec.Method(given); got != want || ok != (want != "") {
			t.Errorf("Method(%q) = %q, %v", given, got, ok)
		}
	}
}

func TestLoadSaysWhatIsWrongWithTheFile(t *testing.T) {
	t.Parallel()
	if _, err := Load(t.TempDir()); err == nil || !strings.Contains(err.Error(), fileName) {
		t.Errorf("no file: %v", err)
	}
	for name, c := range map[string]struct{ content, want string }{
		"no JSON":      {`{`, "read the specification"},
		"nothing":      {`{}`, "no methods"},
		"unknown type": {`{"methods":{"a":{"returns":["Boolean"],"fields":[{"name":"b","types":["Cow"]}]}},"types":{"Update":{}}}`, `a.b: no type "Cow"`},
		"of a type":    {`{"methods":{"a":{"returns":["Boolean"]}},"types":{"Update":{"fields":[{"name":"b","types":["Array of Cow"]}]}}}`, `Update.b: no type "Cow"`},
		"of a result":  {`{"methods":{"a":{"returns":["Cow"]}},"types":{"Update":{}}}`, `result of a: no type "Cow"`},
		"no update":    {`{"methods":{"a":{"returns":["Boolean"]}},"types":{"Note":{}}}`, `no type "Update"`},
	} {
		if _, err := parse([]byte(c.content), []byte("{}")); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, fileName), []byte(`[]`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(folder); err == nil {
		t.Error("a list was taken for the specification")
	}
	if _, err := parse([]byte(`{"methods":{"a":{"returns":["Boolean"]}},"types":{"Update":{}}}`), []byte(`[`)); err == nil {
		t.Error("a broken supplement was taken")
	}
}

// The supplement adds what the file lacks, never replaces what it has, and names
// the entries that have become idle.
func TestTheSupplementGivesWay(t *testing.T) {
	t.Parallel()
	const file = `{"methods":{"say":{"returns":["Boolean"],"fields":[{"name":"text","types":["String"]}]}},"types":{"Update":{}}}`
	const more = `{
		"methods":{"say":{"returns":["Integer"]},"sing":{"returns":["Song"]}},
		"types":{"Update":{},"Song":{}},
		"fields":[{"to":["say","sign"],"field":{"name":"text","types":["Integer"]}},{"to":["say"],"field":{"name":"loud","types":["Boolean"]}}]}`
	spec, err := parse([]byte(file), []byte(more))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"say", "Update", "say.text", "sign.text"}; !slices.Equal(spec.stale, want) {
		t.Errorf("idle entries %q, want %q", spec.stale, want)
	}
	if problems := spec.Request("say", map[string]any{"text": "hi", "loud": true}, nil); len(problems) > 0 {
		t.Errorf("with both: %v", texts(problems))
	}
	if problems := spec.Result("sing", []byte(`{}`)); len(problems) > 0 {
		t.Errorf("a method of the supplement: %v", texts(problems))
	}
}

func TestNumbersOfEveryGoKind(t *testing.T) {
	t.Parallel()
	spec := small(t)
	for _, v := range []any{int64(3), 3, 3.0} {
		if problems := spec.Request("say", map[string]any{"chat_id": v, "text": "hi", "months": v, "radius": v}, nil); len(problems) > 0 {
			t.Errorf("%T: %v", v, texts(problems))
		}
	}
	for _, v := range []any{3.5, uint8(3)} {
		want := []string{"say.chat_id", "say.text"}
		if got := paths(spec.Request("say", map[string]any{"chat_id": v}, nil)); !slices.Equal(got, want) {
			t.Errorf("%T: %v", v, got)
		}
	}
}
