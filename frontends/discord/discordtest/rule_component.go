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

// checkRow collects the custom_ids of the whole message in ids.
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

// checkButton leaves premium buttons alone, which carry neither.
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
