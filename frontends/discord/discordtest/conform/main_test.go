package conform

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// specsAt names the folder with Discord's file.
const specsAt = "PARLEY_SPECS"

func folder() string { return os.Getenv(specsAt) }

var loadOfficial = sync.OnceValues(func() (*Spec, error) { return Load(folder()) })

// official gives the description as Discord publishes it.
func official(t testing.TB) *Spec {
	t.Helper()
	if folder() == "" {
		t.Skip("PARLEY_SPECS is not set: it names the folder with discord-openapi.json")
	}
	s, err := loadOfficial()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// small gives a hand-made description that needs nothing from outside.
func small(t testing.TB) *Spec {
	t.Helper()
	s, err := Load(filepath.Join("testdata", "small"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// exchange is one line of a corpus: a request, an answer to it, or both, and
// what is wrong with them.
type exchange struct {
	Name, Method, Path, Query string
	Body                      json.RawMessage
	Status                    int
	Answer                    json.RawMessage
	Problems                  []string
}

func corpus(t testing.TB, name string) []exchange {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var all []exchange
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func (e exchange) query(t testing.TB) url.Values {
	t.Helper()
	query, err := url.ParseQuery(e.Query)
	if err != nil {
		t.Fatal(err)
	}
	return query
}

func texts(problems []Problem) []string {
	all := []string{}
	for _, p := range problems {
		all = append(all, p.String())
	}
	return all
}
