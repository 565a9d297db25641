package discordtest

import (
	"reflect"
	"slices"
)

// fill puts what a client sent into a new message, and refuses one that says
// nothing.
func (s *Server) fill(c *call, m *message, b *messageBody) *refusal {
	s.merge(c, m, b)
	if no := s.settled(m, b); no != nil {
		return no
	}
	s.ring(m, b.AllowedMentions)
	return nil
}

// merge applies the parts that were sent and leaves the others.
func (s *Server) merge(c *call, m *message, b *messageBody) {
	if b.Content != nil {
		m.content = *b.Content
	}
	if b.Embeds != nil {
		m.embeds = slices.Clone(*b.Embeds)
		for i := range m.embeds {
			m.embeds[i].Type = "rich"
		}
	}
	if b.Components != nil {
		m.components = numbered(*b.Components)
	}
	if b.Attachments != nil && m.files != nil {
		m.files = slices.DeleteFunc(slices.Clone(m.files), func(a *attachment) bool { return !kept(*b.Attachments, a) })
	}
	for i, f := range c.files {
		a := s.addFile(m.channel.id, f)
		if b.Attachments != nil && i < len(*b.Attachments) {
			a.description = (*b.Attachments)[i].Description
		}
		m.files = append(slices.Clip(m.files), a)
	}
}

// kept reports whether an edit names an attachment to stay.
func kept(list []wireFile, a *attachment) bool {
	return slices.ContainsFunc(list, func(f wireFile) bool {
		return string(f.ID) == a.id || string(f.ID) == string(jsonText(a.id))
	})
}

// publish makes a message known: to those who see it, and to the bot.
func (s *Server) publish(m *message) {
	s.keep(m)
	s.show(m)
	s.tell("MESSAGE_CREATE", m)
	s.touch()
}

// edit changes a message. An edit that changes nothing is not a new state.
func (s *Server) edit(c *call, m *message, b *messageBody) *refusal {
	before, loading := *m, m.loading
	s.merge(c, m, b)
	if no := s.settled(m, b); no != nil {
		*m = before
		return no
	}
	for _, a := range before.files {
		if !slices.Contains(m.files, a) {
			delete(s.files, a.id)
		}
	}
	m.loading = false
	m.flags &^= flagLoading
	if loading {
		s.ring(m, b.AllowedMentions)
	} else {
		m.edited = c.at
		m.rings, m.alarm = nil, false // an edit rings for nobody
	}
	if loading || !looksSame(before, *m) {
		s.show(m)
	}
	s.tell("MESSAGE_UPDATE", m)
	s.touch()
	return nil
}

// looksSame leaves out what nobody sees of a message.
func looksSame(a, b message) bool {
	return a.content == b.content && len(a.files) == len(b.files) &&
		reflect.DeepEqual(a.embeds, b.embeds) && reflect.DeepEqual(a.components, b.components)
}
