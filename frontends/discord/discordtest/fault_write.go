package discordtest

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
)

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
