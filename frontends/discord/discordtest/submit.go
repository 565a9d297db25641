package discordtest

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/parleybot/parley/core/chat"
)

// openForm is a form that stands before somebody.
type openForm struct {
	body    modalBody
	channel *channel
	source  *message // whose component opened it
	owners  map[string]string
	trigger *origin
}

// wireField is a question of a form with what was filled in.
type wireField struct {
	Type       int         `json:"type"`
	ID         int         `json:"id"`
	CustomID   string      `json:"custom_id,omitempty"`
	Value      *string     `json:"value,omitempty"`
	Values     []string    `json:"values,omitempty"`
	Inner      *wireField  `json:"component,omitempty"`
	Components []wireField `json:"components,omitempty"`
}

// Submit sends the form that stands before somebody. Fields that are not named
// keep what the form had in them; a field that the form does not have, or a
// text that it does not take, is an error as the client would not let it.
func (s *Server) Submit(who chat.UserRef, fields map[string]string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.people[who.ID]
	if p == nil {
		return ErrNobody
	}
	f := p.form
	if f == nil {
		return ErrNoForm
	}
	filled, used := []wireField{}, 0
	for n, c := range f.body.Components {
		field, _ := c.field()
		text, given := fields[field.CustomID]
		if given {
			used++
		} else {
			text = field.Value
		}
		if !field.takes(text) {
			return fmt.Errorf("%w: %s cannot be %q", ErrNoForm, field.CustomID, text)
		}
		filled = append(filled, fill(c, field, text, n))
	}
	if used != len(fields) {
		return fmt.Errorf("%w: it has no such field", ErrNoForm)
	}
	p.form = nil
	i := &interaction{kind: kindForm, who: p, channel: f.channel, owners: f.owners, source: f.source, trigger: f.trigger}
	data, _ := json.Marshal(filled)
	s.call(i, wireData{CustomID: f.body.CustomID, Components: data})
	return nil
}

// takes holds a text to what a form's client lets through. Fields are required
// unless they say otherwise.
func (c component) takes(text string) bool {
	n := length(text)
	if n == 0 {
		return c.Required != nil && !*c.Required
	}
	if c.Type == partSelect {
		return slices.ContainsFunc(c.Options, func(o selectOption) bool { return o.Value == text })
	}
	return n <= mostInput && (c.MaxLength == nil || n <= *c.MaxLength) && (c.MinLength == nil || n >= *c.MinLength)
}

func fill(c, field component, text string, n int) wireField {
	inner := wireField{Type: field.Type, ID: 2*n + 2, CustomID: field.CustomID}
	if field.isSelect() {
		if inner.Values = []string{text}; text == "" {
			inner.Values = []string{}
		}
	} else {
		inner.Value = &text
	}
	outer := wireField{Type: c.Type, ID: 2*n + 1}
	if c.Type == partLabel {
		outer.Inner = &inner
	} else {
		outer.Components = []wireField{inner}
	}
	return outer
}
