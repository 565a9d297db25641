package bot

import (
	"strings"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// A command whose required options are missing becomes a small wizard that asks
// for them, so that nobody has to know how a command is typed.
const askPrefix = "ask:"

func isAsk(wizard string) bool { return strings.HasPrefix(wizard, askPrefix) }

// wizard returns the wizard of a name, an app's own or the questions of a command.
func (b *Bot) wizard(name string) (app.Wizard, bool) {
	path, ask := strings.CutPrefix(name, askPrefix)
	if !ask {
		w, ok := b.registry.wizards[name]
		return w, ok
	}
	cmd, ok := b.registry.commands[path]
	if !ok {
		return app.Wizard{}, false
	}
	w := app.Wizard{
		Name: name, Version: 1, Title: b.registry.title(cmd), Path: cmd.Path,
		Finish: func(tx *store.Tx, r *app.Request, s *app.State) (app.Response, error) {
			return b.invoke(tx, r, cmd, stateValues(s))
		},
	}
	for _, o := range cmd.Options {
		if o.Required {
			w.Steps = append(w.Steps, b.askStep(cmd, o))
		}
	}
	return w, true
}

// askStep asks for one option. Free text is asked in a form where there are
// forms; what can be picked is offered as buttons.
func (b *Bot) askStep(cmd app.Command, o chat.Option) app.Step {
	step := app.Step{Name: o.Name}
	if o.Kind == chat.TextOption && !o.Completes {
		step.Form = "ask"
	}
	step.Ask = func(tx *store.Tx, r *app.Request, _ *app.State) (app.Prompt, error) {
		p := app.Prompt{
			Document: chat.Say(o.Ask), Choices: o.Choices, Closed: o.Kind == chat.ChoiceOption,
			Label: chat.T(o.Describe), Help: chat.T(o.Ask), Placeholder: o.Example, MaxLength: o.Max,
		}
		if o.Kind == chat.UserOption {
			p.Asks = o.Kind
		}
		if !o.Completes || cmd.Suggest == nil {
			return p, nil
		}
		choices, err := cmd.Suggest(tx, r, o.Name, "")
		p.Choices = choices
		return p, err
	}
	step.Take = func(tx *store.Tx, r *app.Request, s *app.State, v chat.Value) error {
		arg, err := b.arg(tx, r, o, v)
		if err != nil {
			return err
		}
		s.Set(o.Name, arg.Text)
		if o.Kind == chat.UserOption {
			s.Set(o.Name, arg.Identity.Ref.String())
		}
		return nil
	}
	return step
}

// askMissing starts the questions for a command, with what was given kept.
func (b *Bot) askMissing(tx *store.Tx, r *app.Request, cmd app.Command, values map[string]chat.Value) (app.Response, error) {
	state := make(map[string]string, len(values))
	for name, v := range values {
		state[name] = v.Text
		if v.User != nil {
			state[name] = v.User.Ref.String()
		}
	}
	out, err := b.begin(tx, r, app.Begin{Wizard: askPrefix + cmd.Path, State: state}, nil)
	if err != nil || !r.Pressed || r.Caps.Forms != chat.Native {
		return out, err
	}
	return b.openForm(tx, r, out)
}

// openForm answers a press with the form itself where a form is what comes
// next; the message with the button stays behind for those who close it.
func (b *Bot) openForm(tx *store.Tx, r *app.Request, otherwise app.Response) (app.Response, error) {
	w, s, err := b.running(tx, r)
	if err != nil {
		return otherwise, nil //nolint:nilerr // an offer to continue another wizard comes first
	}
	steps := s.position(w, true, r.Caps.FormFields)
	if len(steps) == 0 || w.Steps[steps[0]].Form == "" || !isAsk(w.Name) {
		return otherwise, nil
	}
	form, err := b.form(tx, r, w, s, steps)
	return app.Response{Reply: chat.Reply{Form: form}}, err
}

func stateValues(s *app.State) map[string]chat.Value {
	values := make(map[string]chat.Value, len(s.Values))
	for name, text := range s.Values {
		values[name] = chat.Value{Text: text}
	}
	return values
}
