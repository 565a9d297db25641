package telegramtest

import (
	"encoding/json"
	"slices"
	"strings"
)

func (s *Server) editText(c *call) (any, error) {
	p, err := s.own(c)
	if err != nil {
		return nil, err
	}
	if p.Text == "" {
		return nil, bad("there is no text in the message to edit")
	}
	text, entities, err := s.text(c, "text", "entities", maxText)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(text) == "" {
		return nil, bad("message text is empty")
	}
	return s.edit(c, p, func(m *message) { m.Text, m.Entities = text, entities })
}

func (s *Server) editCaption(c *call) (any, error) {
	p, err := s.own(c)
	if err != nil {
		return nil, err
	}
	if p.Text != "" {
		return nil, bad("there is no caption in the message to edit")
	}
	text, entities, err := s.text(c, "caption", "caption_entities", maxCaption)
	if err != nil {
		return nil, err
	}
	return s.edit(c, p, func(m *message) { m.Caption, m.CapEntities = text, entities })
}

func (s *Server) editMarkup(c *call) (any, error) {
	p, err := s.own(c)
	if err != nil {
		return nil, err
	}
	return s.edit(c, p, func(*message) {})
}

// edit replaces what a message says, and its buttons: those that the call does
// not give are gone.
func (s *Server) edit(c *call, p *post, how func(*message)) (any, error) {
	markup, keys, err := s.markup(c, p.in)
	if err != nil {
		return nil, err
	}
	if keys != nil {
		return nil, bad("inline keyboard expected")
	}
	now := p.message
	how(&now)
	now.Markup = markup
	if same(&now, &p.message) {
		s.broke(9, "%s: nothing changes", c.method)
		return nil, bad("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	}
	now.EditDate = s.opt.Now().Unix()
	p.message, p.keys = now, nil
	p.alarm = false // an edit notifies nobody
	s.show(p)
	return &p.message, nil
}

func same(a, b *message) bool {
	return a.Text == b.Text && a.Caption == b.Caption && slices.Equal(a.Entities, b.Entities) &&
		slices.Equal(a.CapEntities, b.CapEntities) && sameMarkup(a.Markup, b.Markup)
}

func sameMarkup(a, b *inline) bool {
	if a == nil || b == nil {
		return a == b
	}
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}
