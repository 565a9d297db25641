package conform

import (
	"strings"
	"testing"
)

func TestGoodCorpusIsClean(t *testing.T) {
	t.Parallel()
	s := official(t)
	for _, e := range corpus(t, "good.json") {
		t.Run(e.Name, func(t *testing.T) {
			t.Parallel()
			for _, problem := range s.Request(e.Method, e.Path, e.query(t), e.Body) {
				t.Errorf("request: %s", problem)
			}
			for _, problem := range s.Response(e.Method, e.Path, e.Status, e.Answer) {
				t.Errorf("answer: %s", problem)
			}
		})
	}
}

// A broken exchange is caught with exactly its problems: neither noise from the
// branches that were not meant, nor a place that is only near.
func TestBrokenCorpusIsCaughtExactly(t *testing.T) {
	t.Parallel()
	s := official(t)
	for _, e := range corpus(t, "broken.json") {
		t.Run(e.Name, func(t *testing.T) {
			t.Parallel()
			found := texts(s.Request(e.Method, e.Path, e.query(t), e.Body))
			if e.Status != 0 {
				found = texts(s.Response(e.Method, e.Path, e.Status, e.Answer))
			}
			if len(found) != len(e.Problems) {
				t.Fatalf("found %q, want %q", found, e.Problems)
			}
			for i, want := range e.Problems {
				// A problem that ends in a space is the start of a list of the file.
				if found[i] != want && (!strings.HasSuffix(want, " ") || !strings.HasPrefix(found[i], want)) {
					t.Errorf("found %q, want %q", found[i], want)
				}
			}
		})
	}
}

func TestEveryOperationCompiles(t *testing.T) {
	t.Parallel()
	s := official(t)
	places := 0
	for _, r := range s.routes {
		for method, op := range r.methods {
			for _, place := range op.places() {
				places++
				if _, err := s.schema(place); err != nil {
					t.Errorf("%s %s: %v", method, r.template, err)
				}
			}
		}
	}
	// 242 operations, each with a parameter, a body or an answer that has a schema.
	if places < 242 {
		t.Errorf("only %d schemas were found", places)
	}
}

func TestEveryRouteIsFoundByItsOwnTemplate(t *testing.T) {
	t.Parallel()
	s := official(t)
	for _, r := range s.routes {
		for method := range r.methods {
			if found, ok := s.Route(method, "/api/v10"+r.template); !ok || found != r.template {
				t.Errorf("%s %s leads to %q, %v", method, r.template, found, ok)
			}
		}
	}
}

func (op operation) places() []string {
	var places []string
	for _, p := range op.Parameters {
		places = append(places, p.place)
	}
	if op.RequestBody != nil && op.RequestBody.Content[asJSON] != nil {
		places = append(places, op.place+"/requestBody/content/application~1json/schema")
	}
	for _, place := range op.answers {
		if place != "" && place != opaque {
			places = append(places, place)
		}
	}
	return places
}
