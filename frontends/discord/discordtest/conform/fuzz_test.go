package conform

import (
	"net/url"
	"testing"
)

// Whatever a client sends, the checker answers; it neither panics nor hangs.
func FuzzRequest(f *testing.F) {
	s := small(f)
	if folder() != "" {
		s = official(f)
	}
	for _, name := range []string{"good.json", "broken.json"} {
		for _, e := range corpus(f, name) {
			f.Add(e.Method, e.Path, e.Query, []byte(e.Body), e.Status)
			f.Add(e.Method, e.Path, e.Query, []byte(e.Answer), e.Status)
		}
	}
	f.Add("PATCH", "/rooms/5", "limit=1e999999999", []byte(`{"inside": {"level": 1e400}}`), 200)
	f.Fuzz(func(t *testing.T, method, path, query string, body []byte, status int) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		template, ok := s.Route(method, path)
		if found := s.Request(method, path, values, body); !ok && len(found) == 0 {
			t.Errorf("no route, and no problem with %s %s", method, path)
		}
		if ok && template == "" {
			t.Errorf("%s %s has a route without a name", method, path)
		}
		for _, problem := range s.Response(method, path, status, body) {
			if problem.What == "" {
				t.Errorf("a problem at %q without words", problem.Path)
			}
		}
	})
}
