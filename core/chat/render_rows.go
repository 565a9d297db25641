package chat

import "maps"

// components turns rows into what a place can show. What is left over, because
// there are no buttons or not enough room for them, is to be numbered.
func (c Capabilities) components(rows []Row) (shown []Row, numbered []Button) {
	for _, row := range rows {
		if s := row.Select; s != nil && c.takes(s) {
			shown = append(shown, Row{Select: c.selectOf(s)})
		} else if s != nil {
			shown = append(shown, c.wrap(choiceButtons(s))...)
		}
		shown = append(shown, c.wrap(row.Buttons)...)
	}
	if over(c.Rows, len(shown)) {
		shown = c.pack(shown)
	}
	// The first rows stay: apps put what matters most on top.
	var kept []Row
	for _, row := range shown {
		switch {
		case row.Select != nil && !c.full(kept):
			kept = append(kept, row)
		case row.Select != nil:
			numbered = append(numbered, choiceButtons(row.Select)...)
		case c.Buttons != Absent && !c.full(kept):
			kept = append(kept, row)
		default:
			numbered = append(numbered, row.Buttons...)
		}
	}
	return kept, numbered
}

// prompts are what the selects that became buttons asked for: buttons alone
// would not say.
func (c Capabilities) prompts(rows []Row) Document {
	var doc Document
	for _, row := range rows {
		if s := row.Select; s != nil && !c.takes(s) && Line(s.Placeholder) != "" {
			doc = append(doc, Paragraph(s.Placeholder))
		}
	}
	return doc
}

// full reports whether there is no room for another row.
func (c Capabilities) full(rows []Row) bool { return over(c.Rows, len(rows)+1) }

// takes reports whether the platform shows this select itself.
func (c Capabilities) takes(s *Select) bool {
	return c.Selects == Native && len(s.Choices) > 0 && !over(c.SelectChoices, len(s.Choices))
}

// wrap puts buttons into rows that are not too long.
func (c Capabilities) wrap(buttons []Button) []Row {
	var rows []Row
	for i, b := range buttons {
		b.Label = Text(c.label(b.Label, b.URL))
		if i == 0 || over(c.ButtonsPerRow, len(rows[len(rows)-1].Buttons)+1) {
			rows = append(rows, Row{})
		}
		last := &rows[len(rows)-1]
		last.Buttons = append(last.Buttons, b)
	}
	return rows
}

// pack gives up the app's own rows to save some: neighbouring rows of buttons
// are filled up.
func (c Capabilities) pack(rows []Row) []Row {
	var out []Row
	var loose []Button
	for _, row := range rows {
		if row.Select == nil {
			loose = append(loose, row.Buttons...)
			continue
		}
		out = append(append(out, c.wrap(loose)...), row)
		loose = nil
	}
	return append(out, c.wrap(loose)...)
}

// selectOf returns a copy of a select with plain labels that fit.
func (c Capabilities) selectOf(s *Select) *Select {
	out := *s
	out.Placeholder = Text(c.TextUnit.Cut(Line(s.Placeholder), c.ButtonLabel))
	out.Choices = make([]Choice, len(s.Choices))
	for i, choice := range s.Choices {
		out.Choices[i] = Choice{Value: choice.Value, Label: Text(c.label(choice.Label, choice.Value))}
	}
	return &out
}

// choiceButtons returns a button for each choice of a select.
func choiceButtons(s *Select) []Button {
	buttons := make([]Button, len(s.Choices))
	for i, choice := range s.Choices {
		b := Button{Label: choice.Label}
		if !visible([]byte(Line(b.Label))) {
			b.Label = Text(choice.Value)
		}
		if i < len(s.ChoiceTokens) {
			b.Token = s.ChoiceTokens[i]
		}
		if s.Action != nil {
			// The select and its choices must not share a map of arguments.
			a := *s.Action
			a.Args = maps.Clone(a.Args)
			if a.Args == nil {
				a.Args = map[string]string{}
			}
			a.Args[s.Option] = choice.Value
			b.Action = &a
		}
		buttons[i] = b
	}
	return buttons
}

// label returns a label in plain words that fit, never none.
func (c Capabilities) label(n Node, fallback string) string {
	s := Line(n)
	if !visible([]byte(s)) {
		s = fallback
	}
	if !visible([]byte(s)) {
		return ellipsis
	}
	return c.TextUnit.Cut(s, c.ButtonLabel)
}
