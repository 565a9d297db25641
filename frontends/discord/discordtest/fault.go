package discordtest

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
)

// Fault is a misfortune of requests. It strikes those that fit Method and
// Route, where "" means any: Times of them, once when 0, until Clear when -1.
// A fault with After lets the request have its effect first.
type Fault struct {
	Method, Route string // Route is a template: "/channels/{channel_id}/messages"
	Status        int    // 500 when 0
	Code          int    // Discord's error code
	Body          string // sent as it is; a fitting one is made up when empty
	RetryAfter    float64
	Global        bool   // of a 429: every route is to wait
	Scope         string // of a 429: "user", "global" or "shared"
	HTML          bool   // a page instead of JSON, as from the guard before Discord
	Hang          bool   // no answer until the client gives up
	Cut           bool   // the connection ends instead of an answer
	After         bool
	Times         int
}

// Fail adds faults. Of several that fit a request the oldest strikes.
func (s *Server) Fail(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range faults {
		if f.Times == 0 {
			f.Times = 1
		}
		s.faults = append(s.faults, &f)
	}
}

// Clear takes all faults back, those of the gateway too.
func (s *Server) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
	s.gateway.trouble = trouble{}
}

// Struck returns how often a fault has struck a request.
func (s *Server) Struck() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.struck
}

// Down cuts every connection and lets none in, or brings all of Discord back.
func (s *Server) Down(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
	if down {
		s.closeLinks(0)
	}
	s.touch()
}

// fault returns what strikes a request, or nil. The lock is held.
func (s *Server) fault(c *call) *Fault {
	if s.down {
		return &Fault{Cut: true}
	}
	for i, f := range s.faults {
		if f.Method != "" && f.Method != c.method || f.Route != "" && normal(f.Route) != normal(c.route) {
			continue
		}
		if f.Times > 0 {
			f.Times--
		}
		if f.Times == 0 {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
		}
		s.struck++
		s.touch()
		return f
	}
	return nil
}

// fail answers by a fault instead of what the request deserves.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, c *call, f *Fault) {
	switch {
	case f.Cut:
		s.cut(w)
	case f.Hang:
		select {
		case <-r.Context().Done():
		case <-s.closing:
		}
		s.cut(w)
	default:
		f.write(w, c)
	}
}

// cut ends a connection without a word.
func (s *Server) cut(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	_ = conn.Close()
}

func (f *Fault) write(w http.ResponseWriter, c *call) {
	status := f.Status
	if status == 0 {
		status = http.StatusInternalServerError
	}
	c.status = status
	h := w.Header()
	h.Set("Content-Type", "application/json")
	body := fmt.Sprintf(`{"message":%q,"code":%d}`, http.StatusText(status), f.Code)
	if status == http.StatusTooManyRequests {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(f.RetryAfter))))
		body = fmt.Sprintf(`{"message":"You are being rate limited.","retry_after":%g,"global":%t,"code":%d}`,
			f.RetryAfter, f.Global, f.Code)
		f.limits(h)
	}
	if f.HTML {
		h.Set("Content-Type", "text/html; charset=UTF-8")
		body = fmt.Sprintf("<!DOCTYPE html><html><head><title>%d</title></head><body><h1>%s</h1></body></html>",
			status, http.StatusText(status))
	}
	if f.Body != "" {
		body = f.Body
	}
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

// limits are the headers of a 429. The guard before Discord sends none.
func (f *Fault) limits(h http.Header) {
	if f.HTML {
		return
	}
	scope := f.Scope
	if scope == "" {
		scope = "user"
	}
	if f.Global {
		scope = "global"
		h.Set("X-RateLimit-Global", "true")
	}
	h.Set("X-RateLimit-Scope", scope)
	if !f.Global {
		h.Set("X-RateLimit-Limit", "5")
		h.Set("X-RateLimit-Remaining", "0")
		h.Set("X-RateLimit-Reset-After", strconv.FormatFloat(f.RetryAfter, 'f', 3, 64))
		h.Set("X-RateLimit-Bucket", "pretended")
	}
}
