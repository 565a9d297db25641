package discordtest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// call is one request on its way through the server.
type call struct {
	method, route string
	path          string // without /api/vN
	vars          []string
	query         url.Values
	body          json.RawMessage
	files         []upload
	at            time.Time
	status        int
	lost          bool // the answer will not arrive, whatever it is
	limit         bucket
	refused       *refusal
}

// serve is the whole of HTTP: the API, the gateway's door, downloads.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if !s.enter() {
		s.cut(w)
		return
	}
	defer s.running.Done()
	switch {
	case strings.HasPrefix(r.URL.Path, gatewayPath):
		s.serveGateway(w, r)
	case strings.HasPrefix(r.URL.Path, "/attachments/"):
		s.serveFile(w, r)
	default:
		s.serveAPI(w, r)
	}
}

// enter counts a request, unless the server was told to stop.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over() {
		return false
	}
	s.running.Add(1)
	return true
}

// serveAPI asks the specification outside of the lock, since that takes longer
// than everything else.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	path := unversioned(r.URL.Path)
	op, vars, known := s.atlas.find(r.Method, path)
	c := &call{method: r.Method, route: op.template, path: path, vars: vars, query: r.URL.Query(), at: s.opt.Now()}
	problem := c.read(r)

	s.mu.Lock()
	s.flight++
	f := s.fault(c)
	s.mu.Unlock()
	defer s.landed(c)

	s.specRequest(c)
	if f != nil && !f.After {
		s.fail(w, r, c, f)
		return
	}
	c.lost = f != nil && (f.Cut || f.Hang || f.HTML || f.Status >= http.StatusInternalServerError)
	status, body := s.answer(r, c, op, known, problem)
	if f != nil {
		s.fail(w, r, c, f)
		return
	}
	s.specResponse(c, status, body)
	s.write(w, c, status, body)
}

// answer does what was asked, under the lock, and returns what to send.
func (s *Server) answer(r *http.Request, c *call, op route, known bool, problem *refusal) (int, []byte) {
	s.mu.Lock()
	defer s.unlock()
	a, no := s.decide(r, c, op, known, problem)
	if no != nil {
		a, c.refused = answer{no.status, no.body()}, no
	}
	if a.body == nil {
		return a.status, nil
	}
	body, err := json.Marshal(a.body)
	if err != nil {
		return http.StatusInternalServerError, []byte(`{"message":"500: Internal Server Error","code":0}`)
	}
	return a.status, body
}

// decide looks at the token before the limits and at the limits before the body,
// in Discord's order.
func (s *Server) decide(r *http.Request, c *call, op route, known bool, problem *refusal) (answer, *refusal) {
	if !known {
		return refuse(notFound())
	}
	if !op.open && r.Header.Get("Authorization") != "Bot "+s.opt.Token {
		return refuse(unauthorized())
	}
	if no := s.take(c); no != nil {
		return refuse(no)
	}
	if problem != nil {
		s.violate(0, "%s %s: %s", c.method, c.route, problem.message)
		return refuse(problem)
	}
	return op.handle(s, c)
}

// landed notes that a request is over.
func (s *Server) landed(c *call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flight--
	s.logged(c, c.path)
	s.touch()
}

func (s *Server) write(w http.ResponseWriter, c *call, status int, body []byte) {
	c.status = status
	h := w.Header()
	c.limit.headers(h, c.at)
	c.refused.headers(h)
	if body == nil {
		w.WriteHeader(status)
		return
	}
	h.Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body) //nolint:gosec // JSON, which no browser takes for a page
}

// unversioned takes /api or /api/vN off a path.
func unversioned(path string) string {
	rest, is := strings.CutPrefix(path, "/api")
	if !is {
		return path
	}
	version, after, more := strings.Cut(strings.TrimPrefix(rest, "/"), "/")
	if more && len(version) > 1 && version[0] == 'v' && version[1] >= '0' && version[1] <= '9' {
		return "/" + after
	}
	return rest
}

// serveFile hands out an attachment. Like Discord's own it needs no token.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	steps := strings.Split(r.URL.Path, "/")
	if len(steps) != 5 {
		http.NotFound(w, r)
		return
	}
	s.mu.Lock()
	a := s.files[steps[3]]
	s.mu.Unlock()
	if a == nil || a.channel != steps[2] {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", a.media)
	w.Header().Set("Content-Length", strconv.Itoa(len(a.data)))
	_, _ = w.Write(a.data)
}
