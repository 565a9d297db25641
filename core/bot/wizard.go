package bot

import (
	"maps"
	"slices"
	"strings"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// jobSession ends a wizard whose question waited too long.
const jobSession = "core.session"

// begin starts a wizard, or offers to go on with the one that is running. A
// question for a missing option gives way to anything. What the command said
// comes before the first question only.
func (b *Bot) begin(tx *store.Tx, r *app.Request, begin app.Begin, said chat.Document) (app.Response, error) {
	w, ok := b.wizard(begin.Wizard)
	if !ok {
		return app.Response{}, fault.New(fault.Expired, "core.wizard.changed")
	}
	running, found, err := loadSession(tx, r.Person.ID)
	if err != nil {
		return app.Response{}, err
	}
	if found && !begin.Anew && tx.Now().Before(running.ExpiresAt) && !isAsk(running.Wizard) {
		if old, known := b.wizard(running.Wizard); known && old.Version == running.Version {
			return b.offer(r, old, running, w, begin), nil
		}
	}
	s := newSession(tx, w, r, begin.State)
	if err := s.watch(tx); err != nil {
		return app.Response{}, err
	}
	out, err := b.advance(tx, r, w, s)
	out.Message.Document = append(slices.Clone(said), out.Message.Document...)
	return out, err
}

// offer asks what to do with the wizard that is running already: w, while next
// was asked for.
func (b *Bot) offer(r *app.Request, w app.Wizard, s session, next app.Wizard, begin app.Begin) app.Response {
	anew := chat.T("core.wizard.anew")
	if next.Name != w.Name || !maps.Equal(begin.State, s.Start) {
		anew = chat.T("core.wizard.instead", chat.Args{"title": next.Title})
	}
	action := beginAction(begin.Wizard, begin.State)
	action.Args["drop"] = "yes" // what is running, that is
	if isAsk(next.Name) && !r.Place.Space.IsZero() {
		action.Space = &r.Place.Space
	}
	return app.Answer(
		chat.Say("core.wizard.running", chat.Args{
			"title": w.Title, "count": chat.Number(len(s.Trail)), "since": chat.Time(s.StartedAt, chat.StyleRelative),
		}),
		chat.Buttons(
			chat.Press(chat.T("core.wizard.continue"), chat.StylePrimary, pathContinue),
			chat.Button{Label: anew, Action: action},
			chat.Press(chat.T("core.button.cancel"), chat.StyleSecondary, pathCancel),
		))
}

// running returns the person's session with its wizard, or the fault that says
// why there is none to go on with.
func (b *Bot) running(tx *store.Tx, r *app.Request) (app.Wizard, session, error) {
	s, found, err := loadSession(tx, r.Person.ID)
	if err != nil {
		return app.Wizard{}, s, err
	}
	if !found {
		return app.Wizard{}, s, fault.New(fault.Expired, "core.wizard.none")
	}
	w, known := b.wizard(s.Wizard)
	if !known || w.Version != s.Version {
		return w, s, b.ended(w, s, "core.wizard.changed")
	}
	if !tx.Now().Before(s.ExpiresAt) {
		return w, s, b.ended(w, s, "core.wizard.expired")
	}
	return w, s, b.enterSpace(tx, r, s.Space)
}

// ended says that a wizard is over and offers to start it again.
func (b *Bot) ended(w app.Wizard, s session, key string) *fault.Fault {
	f := fault.New(fault.Expired, key, chat.Args{"title": w.Title})
	if w.Path == "" || isAsk(w.Name) {
		return f
	}
	return f.With(restartRow(w, s))
}

func restartRow(w app.Wizard, s session) chat.Row {
	return chat.Buttons(chat.Button{
		Label: chat.T("core.wizard.restart"), Style: chat.StylePrimary, Action: beginAction(w.Name, s.Start),
	})
}

// beginAction begins a wizard with the answers it was first begun with, such as
// the counterparty of a deal.
func beginAction(wizard string, state map[string]string) *chat.Action {
	action := &chat.Action{Path: pathAnew, Args: map[string]string{"wizard": wizard}}
	for name, value := range state {
		action.Args["state."+name] = value
	}
	return action
}

// take gives answers to steps of a session, keeps what was right and returns
// what is asked next: the first answer that was refused, or the next question.
func (b *Bot) take(tx *store.Tx, r *app.Request, w app.Wizard, s session, answers []answer) (app.Response, error) {
	var refused answer
	var cause error
	s.Offer = offer{}
	for _, a := range answers {
		step := w.Steps[a.step]
		before := cloneState(s.State)
		err := tx.Savepoint(func() error { return step.Take(tx, r, &s.State, a.value) })
		if err == nil {
			delete(s.State.Values, typed+step.Name)
			s.reopen(step.Name)
			s.answered(step.Name)
			if s.Changing == step.Name {
				s.Changing = ""
			}
			continue
		}
		s.State = before
		s.State.Set(typed+step.Name, a.value.Text)
		if cause == nil {
			refused, cause = a, err
		}
	}
	if cause != nil {
		return b.again(tx, r, w, s, refused, cause)
	}
	return b.advance(tx, r, w, s)
}

// typed prefixes the names under which refused words wait to be put right.
const typed = "typed."

// answer is a value for a step, by the step's place in the wizard.
type answer struct {
	step  int
	value chat.Value
}

// advance keeps a session and asks its next question, or ends it.
func (b *Bot) advance(tx *store.Tx, r *app.Request, w app.Wizard, s session) (app.Response, error) {
	s.touch(tx, r)
	steps := s.position(w, r.Caps.Forms == chat.Native, r.Caps.FormFields)
	if len(steps) > 0 {
		if err := saveSession(tx, s); err != nil {
			return app.Response{}, err
		}
		return b.ask(tx, r, w, s, steps)
	}
	if err := dropSession(tx, s.Person); err != nil {
		return app.Response{}, err
	}
	var out app.Response
	err := tx.Savepoint(func() (err error) {
		out, err = w.Finish(tx, r, &s.State)
		return err
	})
	f, refused := fault.As(err)
	if !refused {
		return out, err
	}
	if err := keepRefusal(tx, err); err != nil {
		return app.Response{}, err
	}
	if len(s.Trail) == 0 || (isAsk(w.Name) && f.Code != fault.Input && f.Code != fault.NotFound) {
		return refusal(f), nil
	}
	// The last answer was the review, or what a command was missing: it stays
	// open, so that the person can change something or try once more.
	wrong := s.Trail[len(s.Trail)-1]
	if slices.Contains(s.Trail, f.Option) {
		wrong = f.Option
	}
	s.reopen(wrong)
	if err := saveSession(tx, s); err != nil {
		return app.Response{}, err
	}
	steps = s.position(w, false, 0)
	next, err := b.ask(tx, r, w, s, steps)
	next.Message.Document = append(chat.Document{chat.Paragraph(f.Phrase)}, next.Message.Document...)
	return next, err
}

func (s *session) touch(tx *store.Tx, r *app.Request) {
	s.Revision++
	s.Account, s.Here = r.Identity.Ref, chat.PlaceRef{}
	if r.Pressed && r.Place.Kind != chat.DirectPlace {
		s.Here = r.Place.Ref // a press is answered where it was made
	}
	s.ExpiresAt = tx.Now().Add(stepTime)
}

func cloneState(s app.State) app.State {
	c := app.State{}
	for name, value := range s.Values {
		c.Set(name, value)
	}
	return c
}

// command words that end or undo a step instead of answering it.
func (b *Bot) meant(r *app.Request, text, key string) bool {
	folded := strings.ToLower(clean(text))
	return slices.Contains([]string{b.word(r.Locale, key), b.word("en", key)}, folded)
}
