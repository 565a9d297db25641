package pretend

import "github.com/parleybot/parley/core/chat"

// layout turns a message into what the platform would show, at least one part.
func (f *Frontend) layout(at chat.PlaceRef, m chat.Message, locale string) []Message {
	caps := f.Capabilities(at)
	rendered := chat.Render(m, caps, f.catalog.Words(locale))
	parts := make([]Message, len(rendered.Parts))
	for i, p := range rendered.Parts {
		parts[i] = Message{Text: p.Text, Marks: p.Marks, Fields: p.Fields, Numbered: buttons(p.Numbered)}
		for _, row := range p.Rows {
			if row.Select != nil {
				parts[i].Selects = append(parts[i].Selects, selectOf(*row.Select))
				continue
			}
			parts[i].Rows = append(parts[i].Rows, buttons(row.Buttons))
		}
		f.check(parts[i], caps)
	}
	parts[len(parts)-1].Files = rendered.Files
	return parts
}

func buttons(all []chat.Button) []Button {
	shown := make([]Button, len(all))
	for i, b := range all {
		shown[i] = Button{Label: chat.Line(b.Label), Style: b.Style, Token: b.Token, URL: b.URL}
	}
	return shown
}

func selectOf(s chat.Select) Select {
	shown := Select{Placeholder: chat.Line(s.Placeholder), Token: s.Token}
	for _, c := range s.Choices {
		label := chat.Line(c.Label)
		if label == "" {
			label = c.Value
		}
		shown.Choices = append(shown.Choices, Option{Value: c.Value, Label: label})
	}
	return shown
}

// check notes what a real platform would refuse.
func (f *Frontend) check(m Message, caps chat.Capabilities) {
	if n := caps.TextUnit.Len(m.Text); n > caps.TextLimit {
		f.violated("a text of %d, %d fit", n, caps.TextLimit)
	}
	if n := len(m.Rows) + len(m.Selects); n > caps.Rows {
		f.violated("%d rows, %d fit", n, caps.Rows)
	}
	for _, row := range m.Rows {
		if len(row) > caps.ButtonsPerRow {
			f.violated("%d buttons in a row, %d fit", len(row), caps.ButtonsPerRow)
		}
		for _, b := range row {
			f.checkButton(b)
		}
	}
	for _, b := range m.Numbered {
		f.checkButton(b)
	}
	for _, s := range m.Selects {
		f.checkToken(s.Token)
	}
}

func (f *Frontend) checkButton(b Button) {
	if b.URL == "" {
		f.checkToken(b.Token)
	}
}
