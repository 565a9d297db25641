package telegramtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Fault is something that goes wrong with a call. Without anything else set it
// is a 500 in place of the effect.
type Fault struct {
	Method string // "": any
	Chat   int64  // 0: any
	// Status is the HTTP status; 0 is 429 with a RetryAfter, 502 with HTML and
	// 500 otherwise.
	Status      int
	Body        string // in place of the JSON that the other fields describe
	Description string
	RetryAfter  int // seconds
	MigrateTo   int64
	HTML        bool // the page of a proxy instead of JSON
	Hang        bool // no answer until the client leaves or Clear is called
	Cut         bool // the connection ends without an answer
	After       bool // the call has its effect all the same
	Times       int  // how often it strikes; 0: once, -1: until Clear
	// From is when it begins, by Options.Now; zero is at once.
	From time.Time
}

// Fail sets faults. Of those that fit a call the first one that was set
// strikes.
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

// Clear takes all faults back and cuts what hangs.
func (s *Server) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
	close(s.released)
	s.released = make(chan struct{})
}

// strike returns the fault that a call suffers, or nil. The lock is held.
func (s *Server) strike(c *call) *Fault {
	now := s.opt.Now()
	for i, f := range s.faults {
		if f.Method != "" && !strings.EqualFold(f.Method, c.method) ||
			f.Chat != 0 && f.Chat != c.number("chat_id") || now.Before(f.From) {
			continue
		}
		if f.Times > 0 {
			f.Times--
		}
		if f.Times == 0 {
			s.faults = slices.Delete(s.faults, i, i+1)
		}
		return f
	}
	return nil
}

// status is the HTTP status that the client sees; 0 is none.
func (f *Fault) status() int {
	switch {
	case f.Hang || f.Cut:
		return 0
	case f.Status != 0:
		return f.Status
	case f.RetryAfter != 0:
		return http.StatusTooManyRequests
	case f.HTML:
		return http.StatusBadGateway
	}
	return http.StatusInternalServerError
}

// suffer gives a fault's answer. The lock is not held.
func (s *Server) suffer(w http.ResponseWriter, c *call, f *Fault, released <-chan struct{}) {
	status := f.status()
	if f.Hang {
		select {
		case <-c.ctx.Done():
		case <-released:
		case <-s.done:
		}
	}
	if status == 0 {
		panic(http.ErrAbortHandler)
	}
	if f.HTML {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = w.Write([]byte("<html><head><title>" + http.StatusText(status) + "</title></head></html>"))
		return
	}
	if f.Body != "" {
		s.write(w, status, []byte(f.Body))
		return
	}
	no := refusal{code: status, text: f.Description, retry: f.RetryAfter, migrate: f.MigrateTo}
	if no.text == "" {
		no.text = http.StatusText(status)
	}
	s.write(w, status, json.RawMessage(no.body()))
}
