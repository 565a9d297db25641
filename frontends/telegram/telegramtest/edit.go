package telegramtest

import (
	"encoding/json"
	"slices"
	"strings"
)

// finder finds the message that an edit is about.
type finder func(*Server, *call) (*post, error)

// The three edits exist for messages of a chat and for ephemeral ones; they
// differ in how the message is found, and in the answer.
func editText(find finder) method {
	return func(s *Server, c *call) (any, error) { return s.editText(c, find) }
}

func editCaption(find finder) method {
	return func(s *Server, c *call) (any, error) { return s.editCaption(c, find) }
}

func editMarkup(find finder) method {
	return func(s *Server, c *call) (any, error) {
		p, err := find(s, c)
		if err != nil {
			return nil, err
		}
		return s.edit(c, p, func(*message) {})
	}
}

func (s *Server) editText(c *call, find finder) (any, error) {
	p, err := find(s, c)
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

func (s *Server) editCaption(c *call, find finder) (any, error) {
	p, err := find(s, c)
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
	if p.only != nil {
		return itWorked()
	}
	return &p.message, nil
}

// same compares what people see: an edit that changes nothing is refused.
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
