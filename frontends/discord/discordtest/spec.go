package discordtest

import "github.com/parleybot/parley/frontends/discord/discordtest/conform"

// specRequest holds a request against the specification, where there is one.
func (s *Server) specRequest(c *call) {
	if s.opt.Specs == nil {
		return
	}
	s.specNote(c, s.opt.Specs.Request(c.method, c.path, c.query, c.body))
}

// specResponse holds the double's own answer against it.
func (s *Server) specResponse(c *call, status int, body []byte) {
	if s.opt.Specs == nil {
		return
	}
	var problems []conform.Problem
	for _, p := range s.opt.Specs.Response(c.method, c.path, status, body) {
		p.What = "the answer: " + p.What
		problems = append(problems, p)
	}
	s.specNote(c, problems)
}

func (s *Server) specNote(c *call, problems []conform.Problem) {
	if len(problems) == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range problems {
		s.note(0, "spec: "+c.method+" "+c.route+": "+p.String())
	}
}
