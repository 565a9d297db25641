package discordtest

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
