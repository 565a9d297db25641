package discordtest

import (
	"slices"
	"strings"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
)

// look resolves a sight to what is read. That is done once, when it is asked
// for, since a load test hardly looks.
func (s *Server) look(g *sight) frontendtest.Seen {
	if g.cached == nil {
		seen := s.readForm(g)
		if g.form == nil {
			seen = s.readMessage(&g.state)
		}
		g.cached = &seen
	}
	return *g.cached
}

func (s *Server) readForm(g *sight) frontendtest.Seen {
	seen := frontendtest.Seen{ID: g.state.id, Place: g.state.channel.ref(), Group: g.state.channel.kind != kindDirect}
	if g.form == nil {
		return seen
	}
	lines := []string{g.form.Title}
	for _, c := range g.form.Components {
		field, _ := c.field()
		lines = append(lines, strings.TrimSpace(c.Label+field.Label), c.Description, field.Placeholder)
		seen.Form = append(seen.Form, field.CustomID)
	}
	seen.Text = joined(lines)
	return seen
}

// readMessage puts content and embeds one below the other, and looks for a ring
// that the words do not explain: somebody whom no visible mention names.
func (s *Server) readMessage(m *message) frontendtest.Seen {
	seen := frontendtest.Seen{ID: m.id, Place: m.channel.ref(), Group: m.channel.kind != kindDirect}
	content := s.read(m.content)
	lines := []string{content.text}
	for _, e := range m.embeds {
		lines = append(lines, s.embedLines(e)...)
	}
	seen.Text = joined(lines)
	for _, row := range m.components {
		for _, c := range row.Components {
			if c.Type == partButton {
				seen.Buttons = append(seen.Buttons, c.caption())
			}
			for _, o := range c.Options {
				seen.Choices = append(seen.Choices, o.Label)
			}
		}
	}
	for _, a := range m.files {
		seen.Files = append(seen.Files, chat.File{Name: a.name, Media: a.media, Data: a.data})
	}
	seen.Alarm = m.alarm || slices.ContainsFunc(m.rings, func(id string) bool { return !slices.Contains(content.named, id) })
	return seen
}

func (s *Server) embedLines(e embed) []string {
	var lines []string
	if e.Author != nil {
		lines = append(lines, e.Author.Name)
	}
	lines = append(lines, s.read(e.Title).text, s.read(e.Description).text)
	for _, f := range e.Fields {
		lines = append(lines, s.read(f.Name).text+": "+s.read(f.Value).text)
	}
	if e.Footer != nil {
		lines = append(lines, e.Footer.Text) // footers have no markup
	}
	return lines
}

func joined(lines []string) string {
	return strings.Join(slices.DeleteFunc(lines, func(line string) bool { return line == "" }), "\n")
}
