package discordtest

import "strings"

// answered returns the interaction of a token, or nil where the token is a
// webhook's. Rule 20 is to come after the token's end.
func (s *Server) answered(c *call) (*interaction, *refusal) {
	i := s.interactions.byToken[c.vars[1]]
	if i == nil || c.vars[0] != s.app.id {
		return nil, nil
	}
	if age := c.at.Sub(i.at); age > tokenLife {
		s.violate(20, "%s %s: %s after the interaction", c.method, c.route, age)
		return nil, &refusal{status: 401, code: errTokenOver, message: "Invalid Webhook Token"}
	}
	if i.answered == 0 {
		s.violate(0, "%s %s: before the first answer", c.method, c.route)
		return nil, unknown(errUnknownWebhook, "Webhook")
	}
	return i, nil
}

// execute is a further answer to an interaction, or a webhook's message.
func (s *Server) execute(c *call) (answer, *refusal) {
	i, no := s.answered(c)
	if no != nil {
		return refuse(no)
	}
	if i == nil {
		return s.executeHook(c)
	}
	// The first one after a deferral takes its place, as on Discord, and with
	// it its readers.
	if i.original != nil && i.original.loading {
		defer s.interactions.end(i)
		return s.revise(c, i.original)
	}
	var b messageBody
	if no := first(s.decode(c, c.body, &b), s.checkMessage(c, &b)); no != nil {
		return refuse(no)
	}
	m := s.newAnswer(c, i, &b)
	if no := s.fill(c, m, &b); no != nil {
		return refuse(no)
	}
	s.publish(m)
	return ok(s.wireMessage(m))
}

// answerOf finds the message that a route names: the original or a further
// answer of an interaction, or a message of a webhook.
func (s *Server) answerOf(c *call) (*message, *interaction, *refusal) {
	i, no := s.answered(c)
	if no != nil {
		return nil, nil, no
	}
	var m *message
	if strings.HasSuffix(c.route, "/@original") {
		if i != nil {
			m = i.original
		}
	} else {
		m = s.messages.byID[c.vars[2]]
	}
	if i == nil {
		h, no := s.hook(c)
		if no != nil {
			return nil, nil, no
		}
		if m == nil || m.hook != h.id {
			return nil, nil, unknown(10008, "Message")
		}
		return m, nil, nil
	}
	if m == nil || s.messages.byID[m.id] != m || m != i.original && (m.origin == nil || m.origin.id != i.id) {
		return nil, nil, unknown(10008, "Message")
	}
	return m, i, nil
}

func (s *Server) getAnswer(c *call) (answer, *refusal) {
	m, _, no := s.answerOf(c)
	if no != nil {
		return refuse(no)
	}
	return ok(s.wireMessage(m))
}

func (s *Server) patchAnswer(c *call) (answer, *refusal) {
	m, i, no := s.answerOf(c)
	if no != nil {
		return refuse(no)
	}
	a, no := s.revise(c, m)
	if no == nil && i != nil {
		s.interactions.end(i)
	}
	return a, no
}

func (s *Server) deleteAnswer(c *call) (answer, *refusal) {
	m, i, no := s.answerOf(c)
	if no != nil {
		return refuse(no)
	}
	s.remove(m)
	if i != nil {
		s.interactions.end(i)
	}
	s.touch()
	return done()
}
