package text

import "github.com/parleybot/parley/core/chat"

// LocalizeMessage returns the message with its document, button labels and
// selects in the reader's language. Actions, tokens and files are untouched.
func (c *Catalog) LocalizeMessage(m chat.Message, r Reader) chat.Message {
	l := c.reading(r)
	m.Document = c.Localize(m.Document, r)
	if m.Rows == nil {
		return m
	}
	rows := make([]chat.Row, len(m.Rows))
	for i, row := range m.Rows {
		rows[i] = l.row(row)
	}
	m.Rows = rows
	return m
}

// row copies what it changes: the message may be on its way to others as well.
func (l reading) row(row chat.Row) chat.Row {
	if row.Select != nil {
		s := *row.Select
		s.Placeholder = l.node(s.Placeholder)
		s.Choices = l.choices(s.Choices)
		row.Select = &s
	}
	if row.Buttons == nil {
		return row
	}
	buttons := make([]chat.Button, len(row.Buttons))
	for i, b := range row.Buttons {
		b.Label = l.node(b.Label)
		buttons[i] = b
	}
	row.Buttons = buttons
	return row
}

// LocalizeForm returns the form with its title and labels in the reader's
// language. Placeholders and values are examples and answers: they stay.
func (c *Catalog) LocalizeForm(f chat.Form, r Reader) chat.Form {
	l := c.reading(r)
	f.Title = l.node(f.Title)
	if f.Fields == nil {
		return f
	}
	fields := make([]chat.FormField, len(f.Fields))
	for i, field := range f.Fields {
		field.Label, field.Help = l.node(field.Label), l.node(field.Help)
		fields[i] = field
	}
	f.Fields = fields
	return f
}

// LocalizeChoices returns the choices with their labels in the reader's
// language; a choice without a label keeps none and shows its value.
func (c *Catalog) LocalizeChoices(choices []chat.Choice, r Reader) []chat.Choice {
	return c.reading(r).choices(choices)
}

func (l reading) choices(choices []chat.Choice) []chat.Choice {
	if choices == nil {
		return nil
	}
	out := make([]chat.Choice, len(choices))
	for i, choice := range choices {
		choice.Label = l.node(choice.Label)
		out[i] = choice
	}
	return out
}
