package discordtest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

// act is one command, its answer and an edit of that, without a network.
func act(t testing.TB, s *Server, who chat.UserRef, at chat.PlaceRef, n int) {
	t.Helper()
	if err := s.Type(who, at, "/ping"); err != nil {
		t.Fatal(err)
	}
	i := s.interactions.queue[len(s.interactions.queue)-1]
	body := fmt.Sprintf(`{"type":4,"data":{"content":"answer %d","nonce":"%d","flags":64}}`, n, n)
	request(t, s, "POST", "/interactions/"+i.id+"/"+i.token+"/callback?with_response=true", body)
	request(t, s, "PATCH", "/webhooks/"+s.app.id+"/"+i.token+"/messages/@original", `{"content":"edited"}`)
	request(t, s, "POST", "/channels/"+at.ID+"/messages", fmt.Sprintf(`{"content":"note","nonce":"%d","enforce_nonce":true}`, n))
}

func request(t testing.TB, s *Server, method, path, body string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/api/v9"+path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bot "+s.opt.Token)
	w := httptest.NewRecorder()
	s.serveAPI(w, r)
	if w.Code >= http.StatusMultipleChoices {
		t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
}

func lone(t testing.TB) (*Server, chat.UserRef, chat.PlaceRef) {
	t.Helper()
	s, err := Open(Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Shutdown() })
	c := s.Cast()
	request(t, s, "PUT", "/applications/"+s.app.id+"/commands", `[{"name":"ping","description":"d"},
		{"name":"file","description":"d","options":[{"type":11,"name":"receipt","description":"d"}]}]`)
	s.gateway.sessions["x"] = &session{id: "x", intents: intentMessages}
	return s, c.Ann.Ref, c.Group.Ref
}

// Whatever is remembered is bounded: after the bounds are reached, more acts
// take no more memory.
func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	s, who, at := lone(t)
	for range keepCalls { // nobody answers these
		if err := s.Type(who, at, "/ping"); err != nil {
			t.Fatal(err)
		}
	}
	for range keepLoose + 1 {
		if err := s.SendFile(who, at, "/file", chat.File{Name: "a"}); err != nil {
			t.Fatal(err)
		}
	}
	for n := range keepMessages + 100 {
		act(t, s, who, at, n)
	}
	for what, size := range map[string][2]int{
		"interactions": {len(s.interactions.byToken), keepCalls},
		"their queue":  {len(s.interactions.queue), keepCalls},
		"waiting":      {len(s.interactions.waiting), keepCalls},
		"messages":     {len(s.messages.byID), keepMessages},
		"of a channel": {len(s.channels[at.ID].messages), keepMessages},
		"sights":       {len(s.sights), 2 * keepSights},
		"files":        {len(s.files), keepLoose},
		"nonces":       {len(s.nonces.known), keepMessages},
		"requests":     {len(s.notes.requests), 2 * keepNotes},
		"events":       {len(s.gateway.sessions["x"].events), keepEvents},
		"buckets":      {len(s.buckets), keepBuckets},
	} {
		if size[0] > size[1] {
			t.Errorf("%s: %d are kept, at most %d", what, size[0], size[1])
		}
	}
	if seen := s.Seen(who); len(seen) < keepSights/2 || seen[len(seen)-1].Text != "note" {
		t.Errorf("Ann sees %d states", len(seen))
	}
}

// What a load test asks of this double beside the network, on one core.
func BenchmarkAct(b *testing.B) {
	s, who, at := lone(b)
	n := 0
	for b.Loop() {
		n++
		act(b, s, who, at, n)
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapInuse)/(1<<20), "MB-held")
	b.ReportMetric(3*float64(n)/b.Elapsed().Seconds(), "requests/s")
}
