package telegramtest

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Request is one call that the bot made.
type Request struct {
	Method string            // as the bot spelled it
	Params map[string]string // JSON where a value is no string; long values are cut
	Files  []string          // the names of the fields that carried a file
	At     time.Time         // by Options.Now
	Status int               // HTTP; 0 while it runs, and where no answer came
}

// Bounds of what is remembered of the calls.
const (
	keptRequests = 2048
	keptValue    = 1024 // bytes
)

// requestLog remembers the newest calls, in a ring, and counts all of them.
type requestLog struct {
	ring   []*Request
	at     int
	counts map[string]int
	active int // under way, long polls aside
}

func newRequestLog() requestLog { return requestLog{counts: map[string]int{}} }

func (l *requestLog) add(r Request) *Request {
	l.counts[strings.ToLower(r.Method)]++
	if len(l.ring) < keptRequests {
		l.ring = append(l.ring, &r)
		return &r
	}
	l.ring[l.at] = &r
	l.at = (l.at + 1) % keptRequests
	return &r
}

// begin logs a call before it has its effect, so that a test sees it even if it
// hangs.
func (l *requestLog) begin(c *call, now time.Time) *Request {
	r := Request{Method: c.method, Params: c.params, At: now}
	for _, value := range c.params {
		if len(value) > keptValue {
			r.Params = shortened(c.params)
			break
		}
	}
	for field := range c.files {
		r.Files = append(r.Files, field)
	}
	if !strings.EqualFold(c.method, "getUpdates") {
		l.active++
	}
	return l.add(r)
}

func shortened(params map[string]string) map[string]string {
	short := make(map[string]string, len(params))
	for name, value := range params {
		short[name] = strings.Clone(value[:min(len(value), keptValue)])
	}
	return short
}

func (l *requestLog) end(r *Request, status int) {
	r.Status = status
	if !strings.EqualFold(r.Method, "getUpdates") {
		l.active--
	}
}

// Requests returns the newest calls, oldest first.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Request, 0, len(s.log.ring))
	for _, r := range slices.Concat(s.log.ring[s.log.at:], s.log.ring[:s.log.at]) {
		all = append(all, *r)
	}
	return all
}

// Count is how often a method was called, in any case; "" counts all calls.
func (s *Server) Count(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if method != "" {
		return s.log.counts[strings.ToLower(method)]
	}
	n := 0
	for _, count := range s.log.counts {
		n += count
	}
	return n
}

// Idle waits until the bot has confirmed every update and no call but a long
// poll is under way, or until ctx ends.
func (s *Server) Idle(ctx context.Context) error {
	for {
		changed := s.Changed()
		s.mu.Lock()
		idle := len(s.queue.list) == 0 && s.log.active == 0
		s.mu.Unlock()
		if idle {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
