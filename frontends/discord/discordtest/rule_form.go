package discordtest

import "fmt"

// modalBody is a form as a client sends it.
type modalBody struct {
	CustomID   string      `json:"custom_id"`
	Title      string      `json:"title"`
	Components []component `json:"components"`
}

func (s *Server) checkModal(m modalBody) *refusal {
	if n := len(m.Components); n == 0 || n > mostQuestions {
		return s.breach(14, "data.components", "%d questions, 1 to %d", n, mostQuestions)
	}
	if m.CustomID == "" || m.Title == "" {
		return s.breach(0, "data", "a form without custom_id or title")
	}
	no := first(s.within(0, "data.custom_id", m.CustomID, mostCustomID), s.within(0, "data.title", m.Title, mostTitle))
	ids := map[string]bool{}
	for i, c := range m.Components {
		at := fmt.Sprintf("data.components.%d", i)
		field, legal := c.field()
		if no == nil && (!legal || field.CustomID == "") {
			return s.breach(0, at, "not a question")
		}
		if no == nil && ids[field.CustomID] {
			return s.breach(8, at+".custom_id", "twice in a form")
		}
		ids[field.CustomID] = true
		no = first(no, s.checkQuestion(at, c, field))
	}
	return no
}

func (s *Server) checkQuestion(at string, c, field component) *refusal {
	if field.MaxLength != nil && (*field.MaxLength < 1 || *field.MaxLength > mostInput) {
		return s.breach(0, at+".max_length", "%d, 1 to %d", *field.MaxLength, mostInput)
	}
	if field.MaxLength != nil && length(field.Value) > *field.MaxLength {
		return s.breach(0, at+".value", "longer than max_length")
	}
	return first(s.within(0, at+".label", c.Label, mostTitle), s.within(0, at+".label", field.Label, mostTitle),
		s.within(0, at+".description", c.Description, mostHelp), s.within(0, at+".value", field.Value, mostInput),
		s.within(0, at+".placeholder", field.Placeholder, mostPlaceholder), s.within(0, at+".custom_id", field.CustomID, mostCustomID),
		s.hint(at, field), s.checkSelect(at, field))
}

// hint holds a text input to the shorter placeholder that it has.
func (s *Server) hint(at string, field component) *refusal {
	if field.Type != partInput {
		return nil
	}
	return s.within(0, at+".placeholder", field.Placeholder, mostInputHint)
}

// field returns what is filled in: the component of a label, or the text input
// of a row, which older clients send.
func (c component) field() (component, bool) {
	if c.Type == partLabel && c.Inner != nil {
		return *c.Inner, true
	}
	if c.Type == partRow && len(c.Components) == 1 && c.Components[0].Type == partInput {
		return c.Components[0], true
	}
	return component{}, false
}
