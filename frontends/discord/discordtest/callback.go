package discordtest

import (
	"encoding/json"
	"fmt"
)

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

func (s *Server) carryOut(c *call, i *interaction, b callbackBody) *refusal {
	switch b.Type {
	case answerForm:
		return s.openForm(c, i, b.Data)
	case answerChoices:
		return s.takeChoices(c, i, b.Data)
	case answerNothing:
		i.original = i.source
		return nil
	}
	var body messageBody
	if no := first(s.decode(c, b.Data, &body), s.checkMessage(c, &body)); no != nil {
		return no
	}
	if b.Type == answerUpdate {
		i.original = i.source
		return s.edit(c, i.source, &body)
	}
	m := s.newAnswer(c, i, &body)
	if b.Type == answerDeferred {
		if extra := flagsOf(&body) &^ flagEphemeral; extra != 0 {
			return s.breach(23, "data.flags", "a deferral takes 64 only, not %d", extra)
		}
		m.loading = true
		m.flags |= flagLoading
		s.keep(m)
	} else if no := s.fill(c, m, &body); no != nil {
		return no
	} else {
		s.publish(m)
	}
	i.original = m
	return nil
}

func flagsOf(b *messageBody) int {
	if b.Flags == nil {
		return 0
	}
	return *b.Flags
}

// newAnswer is a message of the bot's that answers an interaction.
func (s *Server) newAnswer(c *call, i *interaction, b *messageBody) *message {
	m := &message{
		id: s.newID(), channel: i.channel, author: s.app.bot, created: c.at, origin: i.origin(),
		hook: s.app.id, application: s.app.id, tts: b.TTS,
	}
	if m.flags = flagsOf(b) & (flagEphemeral | flagSilent); m.flags&flagEphemeral != 0 {
		m.only = i.who.Ref.ID
	}
	return m
}

func (s *Server) takeChoices(c *call, i *interaction, data json.RawMessage) *refusal {
	var b struct {
		Choices []commandChoice `json:"choices"`
	}
	if no := s.decode(c, data, &b); no != nil {
		return no
	}
	if len(b.Choices) > mostChoices {
		return s.breach(0, "data.choices", "%d choices, at most %d", len(b.Choices), mostChoices)
	}
	i.choices = []string{}
	for n, choice := range b.Choices {
		if no := s.checkChoice(fmt.Sprintf("data.choices.%d", n), choice); no != nil {
			return no
		}
		i.choices = append(i.choices, choice.Name)
	}
	return nil
}

func (s *Server) openForm(c *call, i *interaction, data json.RawMessage) *refusal {
	var b modalBody
	if no := first(s.decode(c, data, &b), s.checkModal(b)); no != nil {
		return no
	}
	i.who.form = &openForm{body: b, channel: i.channel, source: i.source, owners: i.owners, trigger: i.origin()}
	s.showForm(i, b)
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
