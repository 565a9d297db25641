package discordtest

import "encoding/json"

// trouble is what is yet to happen to connections of the gateway.
type trouble struct {
	noHello int
	strike  []byte // sent to the next connection in place of READY or RESUMED
	code    int    // closes the next connections at that moment …
	times   int    // … so many of them; -1 all
}

// NoHello leaves the next n connections without a word.
func (s *Server) NoHello(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.trouble.noHello = n
}

// Op7 asks the connected client to reconnect; where none is, the next one,
// in place of READY or RESUMED.
func (s *Server) Op7() { s.strike(frameOf(opReconnect, nil)) }

// Op9 tells the connected client that its session is invalid; where none is,
// the next one. If it is not resumable the session is forgotten.
func (s *Server) Op9(resumable bool) {
	s.strike(frameOf(opInvalid, resumable))
	if resumable {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.sessions, s.gateway.order = map[string]*session{}, nil
}

func (s *Server) strike(payload []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	live := false
	for _, l := range s.gateway.links {
		if l.live() {
			live = true
			l.send(payload)
		}
	}
	if !live {
		s.gateway.trouble.strike = payload
	}
}

// Dead makes the connections of this moment silent: no events, no
// acknowledgements, and no end.
func (s *Server) Dead() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.gateway.links {
		l.mute = true
	}
}

// CloseWith closes connections with a code: the one of this moment, if there
// is one, and then each that identifies or resumes, so many in all. -1 closes
// every one until Clear.
func (s *Server) CloseWith(code, times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.gateway.links {
		if l.session != nil && !l.over() && times != 0 {
			l.closeWith(code)
			times = max(times-1, min(times, -1))
		}
	}
	s.gateway.trouble.code, s.gateway.trouble.times = code, times
}

// Cut ends the connections of this moment without a word. Their sessions can
// be resumed.
func (s *Server) Cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closeLinks(0)
}

// strikes lets happen what is to happen to a connection that has just
// identified or resumed, and reports whether anything did.
func (s *Server) strikes(l *link) bool {
	t := &s.gateway.trouble
	if t.times != 0 {
		t.times = max(t.times-1, min(t.times, -1))
		l.closeWith(t.code)
		return true
	}
	if t.strike != nil {
		l.send(t.strike)
		t.strike = nil
		return true
	}
	return false
}

func (s *Server) closeLinks(code int) {
	for _, l := range s.gateway.links {
		l.closeWith(code)
	}
}

// Identifies returns how often a client identified, refused ones included.
func (s *Server) Identifies() int { return s.tally(func(g *gateway) int { return g.identifies }) }

// Resumes returns how often a client asked to resume.
func (s *Server) Resumes() int { return s.tally(func(g *gateway) int { return g.resumes }) }

// Connections returns how many connections were made to the gateway.
func (s *Server) Connections() int { return s.tally(func(g *gateway) int { return g.connections }) }

// Connected returns how many connections have a session at this moment.
func (s *Server) Connected() int {
	return s.tally(func(g *gateway) int {
		n := 0
		for _, l := range g.links {
			if l.session != nil && !l.over() {
				n++
			}
		}
		return n
	})
}

func (s *Server) tally(count func(*gateway) int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return count(&s.gateway)
}

// Inject sends any event as it is, to every session.
func (s *Server) Inject(eventType string, data json.RawMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, to := range s.gateway.sessions {
		to.deliver(eventType, data)
	}
}
