package bot

import (
	"cmp"
	"errors"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// ask shows the question of a session's position: one with its choices, or the
// way into a form.
func (b *Bot) ask(tx *store.Tx, r *app.Request, w app.Wizard, s session, steps []int) (app.Response, error) {
	if len(steps) > 1 {
		return b.askForm(tx, r, w, s, steps)
	}
	prompt, err := w.Steps[steps[0]].Ask(tx, r, &s.State)
	if err != nil {
		return app.Response{}, err
	}
	rows := choiceRows(prompt.Choices, prompt.Primary, s.mark(steps[0]))
	if w.Steps[steps[0]].Form != "" && r.Caps.Forms == chat.Native {
		rows = append(rows, s.fillRow(steps[0]))
	}
	if review := steps[0] == len(w.Steps)-1 && len(w.Steps) > 2; review {
		change, err := b.changeRow(tx, r, w, s, steps[0])
		if err != nil {
			return app.Response{}, err
		}
		rows = append(rows, change...)
	}
	out := b.question(r, prompt.Document, append(rows, s.navigation(steps[0])...))
	out.Message.Asks = prompt.Asks
	return out, nil
}

// askForm offers a form. The message stays useful when the form is closed
// without being sent: its button opens it again, and the first question may be
// answered in words.
func (b *Bot) askForm(tx *store.Tx, r *app.Request, w app.Wizard, s session, steps []int) (app.Response, error) {
	var labels []chat.Node
	for _, i := range steps {
		prompt, err := w.Steps[i].Ask(tx, r, &s.State)
		if err != nil {
			return app.Response{}, err
		}
		labels = append(labels, chat.Span(prompt.Label))
	}
	doc := chat.Document{chat.Paragraph(chat.T("core.wizard.form", chat.Args{"count": chat.Number(len(steps)), "first": labels[0]})), chat.List(labels...)}
	return b.question(r, doc, append([]chat.Row{s.fillRow(steps[0])}, s.navigation(steps[0])...)), nil
}

func (s *session) fillRow(step int) chat.Row {
	return chat.Buttons(chat.Press(chat.T("core.wizard.fill"), chat.StylePrimary, pathOpen, "s", s.mark(step)))
}

// form builds the form of the session's position.
func (b *Bot) form(tx *store.Tx, r *app.Request, w app.Wizard, s session, steps []int) (*chat.Form, error) {
	f := &chat.Form{Title: w.Title, Action: chat.Do(pathForm, "s", s.mark(steps[0]))}
	for _, i := range steps {
		prompt, err := w.Steps[i].Ask(tx, r, &s.State)
		if err != nil {
			return nil, err
		}
		value := cmp.Or(s.State.Get(typed+w.Steps[i].Name), s.State.Get(w.Steps[i].Name), prompt.Value)
		f.Fields = append(f.Fields, chat.FormField{
			Name: w.Steps[i].Name, Label: prompt.Label, Help: prompt.Help, Placeholder: prompt.Placeholder, Value: value,
			MaxLength: prompt.MaxLength, Long: prompt.MaxLength > 200,
		})
	}
	return f, nil
}

// again says why an answer was refused and asks the question once more, as
// itself: a form that was half right goes on with the rest of its questions.
func (b *Bot) again(tx *store.Tx, r *app.Request, w app.Wizard, s session, a answer, cause error) (app.Response, error) {
	s.touch(tx, r)
	var choose *app.Choose
	if errors.As(cause, &choose) {
		s.Offer = offer{Step: w.Steps[a.step].Name, Choices: choose.Choices}
		if err := saveSession(tx, s); err != nil {
			return app.Response{}, err
		}
		rows := choiceRows(choose.Choices, "", s.mark(a.step))
		return b.question(r, choose.Document, append(rows, s.navigation(a.step)...)), nil
	}
	f, refused := fault.As(cause)
	if !refused {
		return app.Response{}, cause
	}
	if err := keepRefusal(tx, cause); err != nil {
		return app.Response{}, err
	}
	if err := saveSession(tx, s); err != nil {
		return app.Response{}, err
	}
	next, err := b.ask(tx, r, w, s, s.position(w, r.Caps.Forms == chat.Native, r.Caps.FormFields))
	next.Message.Document = append(chat.Document{chat.Paragraph(f.Phrase)}, next.Message.Document...)
	return next, err
}

// question is an answer that asks something, shown privately and, after a
// press, in the place of the question before it.
func (b *Bot) question(r *app.Request, doc chat.Document, rows []chat.Row) app.Response {
	out := app.Answer(doc, rows...)
	out.Replace = r.Pressed
	if r.Place.Kind != chat.DirectPlace && !r.Pressed {
		out.Audience = chat.Direct
	}
	return out
}

// choiceRows lays choices out as buttons, three a row, or as a select where
// there are many.
func choiceRows(choices []chat.Choice, primary, mark string) []chat.Row {
	const many = 12
	if len(choices) > many {
		return []chat.Row{{Select: &chat.Select{
			Placeholder: chat.T("core.wizard.pick"), Option: "v", Action: chat.Do(pathAnswer, "s", mark), Choices: choices,
		}}}
	}
	var rows []chat.Row
	for i, c := range choices {
		if i%3 == 0 {
			rows = append(rows, chat.Row{})
		}
		button := chat.Button{Label: c.Label, Action: &chat.Action{
			Path: pathAnswer, Args: map[string]string{"s": mark, "v": c.Value}, Once: true,
		}}
		if c.Value == primary {
			button.Style = chat.StylePrimary
		}
		rows[len(rows)-1].Buttons = append(rows[len(rows)-1].Buttons, button)
	}
	return rows
}

// navigation is the row that every question ends with.
func (s *session) navigation(step int) []chat.Row {
	cancel := chat.Press(chat.T("core.button.cancel"), chat.StyleSecondary, pathCancel, "s", s.mark(step))
	if len(s.Trail) <= s.Given && s.Changing == "" {
		return []chat.Row{chat.Buttons(cancel)}
	}
	return []chat.Row{chat.Buttons(chat.Press(chat.T("core.button.back"), chat.StyleSecondary, pathBack, "s", s.mark(step)), cancel)}
}

// changeRow lets the reader of the review go back to any one answer.
func (b *Bot) changeRow(tx *store.Tx, r *app.Request, w app.Wizard, s session, review int) ([]chat.Row, error) {
	var choices []chat.Choice
	for i, step := range w.Steps[:review] {
		if step.Skip != nil && step.Skip(&s.State) {
			continue
		}
		prompt, err := w.Steps[i].Ask(tx, r, &s.State)
		if err != nil {
			return nil, err
		}
		choices = append(choices, chat.Choice{Value: step.Name, Label: prompt.Label})
	}
	return []chat.Row{{Select: &chat.Select{
		Placeholder: chat.T("core.wizard.change"), Option: "v", Action: chat.Do(pathChange, "s", s.mark(review)), Choices: choices,
	}}}, nil
}
