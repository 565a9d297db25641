package discordtest

import (
	"encoding/json"
	"fmt"
)

// carryOut does what a first answer asks for. The interaction counts as answered
// only when that was no mistake, as on Discord.
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
