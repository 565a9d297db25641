package bot

import (
	"strings"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// The actions behind a wizard's buttons. They are commands that no menu shows.
const (
	pathAnswer   = "wizard answer"
	pathBack     = "wizard back"
	pathCancel   = "wizard cancel"
	pathOpen     = "wizard open"
	pathForm     = "wizard form"
	pathContinue = "wizard continue"
	pathAnew     = "wizard anew"
	pathChange   = "wizard change"
	pathSay      = "wizard say"
)

func (b *Bot) wizardCommands() []app.Command {
	mark := chat.Option{Name: "s", Kind: chat.TextOption}
	value := chat.Option{Name: "v", Kind: chat.TextOption}
	hidden := func(path string, do func(*store.Tx, *app.Request) (app.Response, error), options ...chat.Option) app.Command {
		return app.Command{Command: chat.Command{Path: path, Options: options, Shown: chat.ShownToNobody, Form: path == pathOpen}, Do: do}
	}
	return []app.Command{
		hidden(pathAnswer, b.doAnswer, mark, value),
		hidden(pathBack, b.doBack, mark),
		hidden(pathCancel, b.doCancel, mark),
		hidden(pathOpen, b.doOpen, mark),
		hidden(pathForm, b.doForm, mark),
		hidden(pathContinue, b.doContinue),
		hidden(pathAnew, b.doAnew, chat.Option{Name: "wizard", Kind: chat.TextOption}, chat.Option{Name: "drop", Kind: chat.TextOption}),
		hidden(pathChange, b.doChange, mark, value),
		hidden(pathSay, b.doSay, value),
	}
}

// current returns the session that a button belongs to. A button of an earlier
// question is answered with the question that is open now.
func (b *Bot) current(tx *store.Tx, r *app.Request) (w app.Wizard, s session, step int, stale *app.Response, err error) {
	w, s, err = b.running(tx, r)
	if err != nil {
		return w, s, 0, nil, err
	}
	id, revision, step := readMark(r.Text("s"))
	if id != s.ID {
		return w, s, 0, nil, fault.New(fault.Expired, "core.wizard.over")
	}
	if revision == s.Revision && step >= 0 && step < len(w.Steps) {
		return w, s, step, nil, nil
	}
	out, err := b.resume(tx, r, w, s, "core.wizard.stale")
	return w, s, 0, &out, err
}

// resume shows the open question again, after a word of why.
func (b *Bot) resume(tx *store.Tx, r *app.Request, w app.Wizard, s session, why string) (app.Response, error) {
	s.touch(tx, r)
	s.Offer = offer{}
	if err := saveSession(tx, s); err != nil {
		return app.Response{}, err
	}
	steps := s.position(w, r.Caps.Forms == chat.Native, r.Caps.FormFields)
	if len(steps) == 0 {
		return app.Response{}, fault.New(fault.Expired, "core.wizard.over")
	}
	out, err := b.ask(tx, r, w, s, steps)
	out.Message.Document = append(chat.Document{chat.Paragraph(chat.T(why, chat.Args{"title": w.Title}))}, out.Message.Document...)
	return out, err
}

func (b *Bot) doAnswer(tx *store.Tx, r *app.Request) (app.Response, error) {
	w, s, step, stale, err := b.current(tx, r)
	if err != nil || stale != nil {
		return pick(stale), err
	}
	return b.take(tx, r, w, s, []answer{{step, chat.Value{Text: r.Text("v")}}})
}

// doSay takes what a person wrote: the answer to the open question, or one of
// the words that go back or end it.
func (b *Bot) doSay(tx *store.Tx, r *app.Request) (app.Response, error) {
	w, s, err := b.running(tx, r)
	if fault.Is(err, fault.Expired) && s.ID == "" {
		return app.Response{}, fault.New(fault.Expired, "core.nothing_asked")
	}
	if err != nil {
		return app.Response{}, err
	}
	if r.Place.Kind != chat.DirectPlace && r.Place.Ref != s.Here {
		return app.Response{}, fault.New(fault.Expired, "core.nothing_asked") // talk, not an answer
	}
	steps := s.position(w, r.Caps.Forms == chat.Native, r.Caps.FormFields)
	if len(steps) == 0 {
		return app.Response{}, fault.New(fault.Expired, "core.wizard.over")
	}
	step := w.Steps[steps[0]]
	text := r.Text("v")
	if !step.Literal && b.meant(r, text, "core.word.cancel") {
		return b.cancel(tx, w, s)
	}
	if !step.Literal && b.meant(r, text, "core.word.back") {
		return b.back(tx, r, w, s)
	}
	value := chat.Value{Text: text, User: r.Said.User, Place: r.Said.Place, File: r.Said.File}
	if s.Offer.Step == step.Name {
		if picked, ok := b.choose(r, s.Offer.Choices, text, true); ok {
			return b.take(tx, r, w, s, []answer{{steps[0], chat.Value{Text: picked}}})
		}
	}
	value, wrong, err := b.picked(tx, r, step, &s, value)
	if err != nil {
		return app.Response{}, err
	}
	if wrong != nil {
		return b.again(tx, r, w, s, answer{steps[0], value}, wrong)
	}
	return b.take(tx, r, w, s, []answer{{steps[0], value}})
}

// picked turns words that name one of a question's choices into its value. wrong
// is set where nothing but a choice would do.
func (b *Bot) picked(tx *store.Tx, r *app.Request, step app.Step, s *session, v chat.Value) (_ chat.Value, wrong, err error) {
	prompt, err := step.Ask(tx, r, &s.State)
	if err != nil {
		return v, nil, err
	}
	if value, ok := b.choose(r, prompt.Choices, v.Text, prompt.Closed); ok {
		return chat.Value{Text: value}, nil, nil
	}
	if prompt.Closed {
		return v, wrongPick(prompt.Choices), nil
	}
	return v, nil, nil
}

func (b *Bot) doBack(tx *store.Tx, r *app.Request) (app.Response, error) {
	w, s, _, stale, err := b.current(tx, r)
	if err != nil || stale != nil {
		return pick(stale), err
	}
	return b.back(tx, r, w, s)
}

func (b *Bot) back(tx *store.Tx, r *app.Request, w app.Wizard, s session) (app.Response, error) {
	switch {
	case s.Changing != "": // the answer stays as it was
		s.answered(s.Changing)
		s.Changing = ""
	case len(s.Trail) > s.Given:
		s.reopen(s.Trail[len(s.Trail)-1])
	}
	return b.advance(tx, r, w, s)
}

func (b *Bot) doCancel(tx *store.Tx, r *app.Request) (app.Response, error) {
	w, s, err := b.running(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	if id, _, _ := readMark(r.Text("s")); r.Has("s") && id != s.ID {
		return app.Response{}, fault.New(fault.Expired, "core.wizard.over")
	}
	out, err := b.cancel(tx, w, s)
	out.Replace = r.Pressed
	return out, err
}

func (b *Bot) cancel(tx *store.Tx, w app.Wizard, s session) (app.Response, error) {
	if err := dropSession(tx, s.Person); err != nil {
		return app.Response{}, err
	}
	out := app.Say("core.wizard.cancelled", chat.Args{"title": w.Title})
	if !isAsk(w.Name) {
		out.Message.Rows = []chat.Row{restartRow(w, s)}
	}
	return out, nil
}

func (b *Bot) doOpen(tx *store.Tx, r *app.Request) (app.Response, error) {
	w, s, _, stale, err := b.current(tx, r)
	if err != nil || stale != nil {
		return pick(stale), err
	}
	steps := s.position(w, true, r.Caps.FormFields)
	if r.Caps.Forms != chat.Native || len(steps) == 0 || w.Steps[steps[0]].Form == "" {
		return b.resume(tx, r, w, s, "core.wizard.stale")
	}
	form, err := b.form(tx, r, w, s, steps)
	return app.Response{Reply: chat.Reply{Form: form}}, err
}

func (b *Bot) doForm(tx *store.Tx, r *app.Request) (app.Response, error) {
	w, s, _, stale, err := b.current(tx, r)
	if err != nil || stale != nil {
		return pick(stale), err
	}
	var answers []answer
	for i, step := range w.Steps {
		arg, given := r.Args[fieldPrefix+step.Name]
		if !given {
			continue
		}
		value, _, err := b.picked(tx, r, step, &s, chat.Value{Text: arg.Text})
		if err != nil {
			return app.Response{}, err
		}
		answers = append(answers, answer{i, value})
	}
	return b.take(tx, r, w, s, answers)
}

func (b *Bot) doContinue(tx *store.Tx, r *app.Request) (app.Response, error) {
	w, s, err := b.running(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	return b.resume(tx, r, w, s, "core.wizard.resumed")
}

func (b *Bot) doAnew(tx *store.Tx, r *app.Request) (app.Response, error) {
	state := map[string]string{}
	for name, arg := range r.Args {
		if key, ok := strings.CutPrefix(name, "state."); ok {
			state[key] = arg.Text
		}
	}
	return b.begin(tx, r, app.Begin{Wizard: r.Text("wizard"), State: state, Anew: r.Has("drop")}, nil)
}

func (b *Bot) doChange(tx *store.Tx, r *app.Request) (app.Response, error) {
	w, s, _, stale, err := b.current(tx, r)
	if err != nil || stale != nil {
		return pick(stale), err
	}
	s.reopen(r.Text("v"))
	s.Changing = r.Text("v")
	return b.advance(tx, r, w, s)
}

func pick(stale *app.Response) app.Response {
	if stale == nil {
		return app.Response{}
	}
	return *stale
}
