package discordtest

import "fmt"

// Limits of components. Source: discord-api-docs, "Component Reference".
const (
	mostRows        = 5
	mostButtons     = 5
	mostLabel       = 80
	mostCustomID    = 100
	mostURL         = 512
	mostOptions     = 25
	mostOption      = 100 // characters of an option's label, value, description
	mostPlaceholder = 150
	mostQuestions   = 5 // of a form; the specification allows 40
	mostTitle       = 45
	mostHelp        = 100
	mostInput       = 4000
	mostInputHint   = 100
)

func (s *Server) checkRows(b *messageBody) *refusal {
	if b.Components == nil {
		return nil
	}
	rows := *b.Components
	if len(rows) > mostRows {
		return s.breach(2, "components", "%d rows, at most %d", len(rows), mostRows)
	}
	ids := map[string]bool{}
	for i, row := range rows {
		path := fmt.Sprintf("components.%d", i)
		if row.Type != partRow || len(row.Components) == 0 {
			return s.breach(0, path, "neither a row nor anything in it")
		}
		if no := s.checkRow(path, row, ids); no != nil {
			return no
		}
	}
	return nil
}

func (s *Server) checkRow(path string, row component, ids map[string]bool) *refusal {
	if len(row.Components) > mostButtons {
		return s.breach(0, path, "%d components in a row, at most %d", len(row.Components), mostButtons)
	}
	for i, c := range row.Components {
		at := fmt.Sprintf("%s.components.%d", path, i)
		if c.isSelect() && len(row.Components) > 1 {
			return s.breach(10, at, "a select that is not alone in its row")
		}
		if c.CustomID != "" && ids[c.CustomID] {
			return s.breach(8, at+".custom_id", "twice in a message")
		}
		ids[c.CustomID] = true
		no := s.checkSelect(at, c)
		if c.Type == partButton {
			no = s.checkButton(at, c)
		}
		if no != nil {
			return no
		}
	}
	return nil
}

func (s *Server) checkButton(at string, c component) *refusal {
	leads := c.Style == styleLink
	if c.Style != stylePremium && (leads != (c.URL != "") || leads == (c.CustomID != "")) {
		return s.breach(9, at, "a button has either custom_id or url, as its style says")
	}
	if c.Style != stylePremium && c.caption() == "" {
		return s.breach(0, at+".label", "a button without a word")
	}
	return first(s.within(0, at+".label", c.Label, mostLabel),
		s.within(0, at+".custom_id", c.CustomID, mostCustomID), s.within(0, at+".url", c.URL, mostURL))
}

func (s *Server) checkSelect(at string, c component) *refusal {
	if !c.isSelect() {
		return nil
	}
	if c.CustomID == "" {
		return s.breach(0, at+".custom_id", "a select without one")
	}
	if c.Type == partSelect && (len(c.Options) == 0 || len(c.Options) > mostOptions) {
		return s.breach(0, at+".options", "%d options, 1 to %d", len(c.Options), mostOptions)
	}
	values := map[string]bool{}
	for i, o := range c.Options {
		path := fmt.Sprintf("%s.options.%d", at, i)
		if o.Label == "" || o.Value == "" || values[o.Value] {
			return s.breach(0, path, "an option without label or value, or twice")
		}
		values[o.Value] = true
		no := first(s.within(0, path+".label", o.Label, mostOption), s.within(0, path+".value", o.Value, mostOption),
			s.within(0, path+".description", o.Description, mostOption))
		if no != nil {
			return no
		}
	}
	return first(s.within(0, at+".custom_id", c.CustomID, mostCustomID),
		s.within(0, at+".placeholder", c.Placeholder, mostPlaceholder))
}

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
