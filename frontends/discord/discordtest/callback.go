package discordtest

import "encoding/json"

// Types of first answers. Source: discord-api-docs, "Interaction Callback Type".
const (
	answerMessage     = 4
	answerDeferred    = 5
	answerNothing     = 6 // "seen", without a change
	answerUpdate      = 7
	answerChoices     = 8
	answerForm        = 9
	errUnknownCall    = 10062
	errAnsweredTwice  = 40060
	errUnknownWebhook = 10015
	errTokenOver      = 50027
)

type callbackBody struct {
	Type int             `json:"type"`
	Data json.RawMessage `json:"data"`
}

// callback is the first answer to an interaction.
func (s *Server) callback(c *call) (answer, *refusal) {
	i := s.interactions.byToken[c.vars[1]]
	if i == nil || i.id != c.vars[0] {
		return refuse(unknown(errUnknownCall, "interaction"))
	}
	if i.answered != 0 {
		if !i.lost {
			s.violate(18, "%s: answered already", c.route)
		}
		return refuse(bad(errAnsweredTwice, "Interaction has already been acknowledged."))
	}
	if age := c.at.Sub(i.at); age > firstAnswer {
		s.violate(19, "%s: the first answer after %s", c.route, age)
		return refuse(unknown(errUnknownCall, "interaction"))
	}
	var b callbackBody
	if no := first(s.decode(c, c.body, &b), s.fits(i, b.Type)); no != nil {
		return refuse(no)
	}
	if no := s.carryOut(c, i, b); no != nil {
		return refuse(no)
	}
	i.answered, i.lost = b.Type, c.lost
	if b.Type != answerDeferred {
		s.interactions.end(i)
	}
	s.touch()
	if c.query.Get("with_response") == "true" {
		return ok(s.wireCallback(i, b.Type))
	}
	return done()
}

// fits holds the type of an answer to the kind of the interaction.
func (s *Server) fits(i *interaction, kind int) *refusal {
	switch {
	case (kind == answerNothing || kind == answerUpdate) && i.source == nil && i.kind != kindComplete:
		return s.breach(22, "type", "%d changes a message, and there is none", kind)
	case kind == answerForm && i.kind == kindForm:
		return s.breach(21, "type", "a form cannot be answered by a form")
	case kind < answerMessage || kind > answerForm || (kind == answerChoices) != (i.kind == kindComplete):
		return s.breach(0, "type", "%d is no answer to an interaction of type %d", kind, i.kind)
	}
	return nil
}

// wireCallback tells what a first answer made.
func (s *Server) wireCallback(i *interaction, kind int) map[string]any {
	in := map[string]any{"id": i.id, "type": i.kind, "channel_id": i.channel.id}
	if i.channel.guild != nil {
		in["guild_id"] = i.channel.guild.id
	}
	w := map[string]any{"interaction": in}
	if kind == answerForm || kind == answerChoices {
		return w
	}
	in["response_message_id"] = i.original.id
	in["response_message_loading"] = kind == answerDeferred
	in["response_message_ephemeral"] = i.original.only != ""
	if kind == answerMessage || kind == answerUpdate {
		w["resource"] = map[string]any{"type": kind, "message": s.wireMessage(i.original)}
	}
	return w
}
