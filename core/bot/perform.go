package bot

import (
	"errors"
	"strings"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// perform passes a task through the gates and runs its command.
func (b *Bot) perform(tx *store.Tx, r *app.Request, t task) (app.Response, error) {
	if err := b.admit(r); err != nil {
		return app.Response{}, err
	}
	if t.in.Kind == chat.Complete {
		return b.suggest(tx, r, t)
	}
	if t.press != nil {
		if err := b.mayPress(tx, r, t); err != nil {
			return app.Response{}, err
		}
		r.Pressed = true
		if t.press.Action.Space != nil {
			if err := b.enterSpace(tx, r, *t.press.Action.Space); err != nil {
				return app.Response{}, err
			}
		}
	}
	out, err := b.invoke(tx, r, t.cmd, t.values)
	if t.press != nil && t.in.Kind == chat.Submit {
		r.Pressed = false
	}
	return out, err
}

// admit refuses persons whom the owner has blocked.
func (b *Bot) admit(r *app.Request) error {
	if r.Person.Blocked && !r.Standing.Owner {
		return fault.New(fault.Role, "core.blocked")
	}
	return nil
}

// mayPress checks that a button was pressed by the account it was made for, and
// in time.
func (b *Bot) mayPress(tx *store.Tx, r *app.Request, t task) error {
	if !t.press.Action.Open && t.press.Reader != readerTag(r.Identity.Ref) {
		return fault.New(fault.Role, "core.button.foreign")
	}
	if tx.Now().Before(t.press.Expires) {
		return nil
	}
	f := fault.New(fault.Expired, "core.button.expired")
	if t.cmd.Instead == "" {
		return f
	}
	instead := &chat.Action{Path: t.cmd.Instead, Args: map[string]string{}}
	for _, o := range b.registry.commands[t.cmd.Instead].Options {
		if v, given := t.press.Action.Args[o.Name]; given {
			instead.Args[o.Name] = v
		}
	}
	return f.With(chat.Buttons(chat.Button{Label: chat.T("core.button.instead"), Style: chat.StylePrimary, Action: instead}))
}

// invoke checks right, place and arguments of a command, runs it, and starts
// the wizard it asked for.
func (b *Bot) invoke(tx *store.Tx, r *app.Request, cmd app.Command, values map[string]chat.Value) (app.Response, error) {
	r.Path = cmd.Path
	if err := b.gate(r, cmd); err != nil {
		return app.Response{}, err
	}
	args, missing, err := b.bind(tx, r, cmd.Command, values)
	if err != nil {
		return app.Response{}, err
	}
	if len(missing) > 0 {
		return b.askMissing(tx, r, cmd, values)
	}
	for name, v := range values {
		if _, declared := cmd.Option(name); !declared {
			args[name] = app.Arg{Text: clean(v.Text)}
		}
	}
	r.Args = args
	out, err := cmd.Do(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	if out.Audience == chat.OnlyCaller && !r.Pressed {
		out.Audience = cmd.Audience
	}
	if out.Begin == nil {
		return out, nil
	}
	return b.begin(tx, r, *out.Begin, out.Message.Document)
}

// gate refuses a command typed in the wrong kind of chat or without the right.
func (b *Bot) gate(r *app.Request, cmd app.Command) error {
	if cmd.Where == chat.DirectOnly && r.Place.Kind != chat.DirectPlace {
		return fault.New(fault.Role, "core.direct_only", chat.Args{"command": chat.Code("/" + cmd.Path)})
	}
	if cmd.Where == chat.SpaceOnly && r.Place.Space.IsZero() {
		return fault.New(fault.Role, "core.space_only", chat.Args{"command": chat.Code("/" + cmd.Path)})
	}
	s := r.Standing
	var allowed bool
	switch cmd.Right {
	case app.Everyone:
		allowed = true
	case app.Mediator:
		allowed = s.Mediator || s.Administrator || s.Owner
	case app.Administrator:
		allowed = s.Administrator || s.Owner
	case app.Owner:
		allowed = s.Owner
	}
	if !allowed && r.FromAfar && cmd.Where == chat.SpaceOnly {
		return fault.New(fault.Role, "core.role_there", chat.Args{"command": chat.Code("/" + cmd.Path), "space": chat.Said(r.Place.SpaceName)})
	}
	if !allowed {
		return fault.New(fault.Role, "core.fault.role")
	}
	return nil
}

// allowed reports whether gate would let the caller through.
func (b *Bot) allowed(r *app.Request, cmd app.Command) bool { return b.gate(r, cmd) == nil }

// suggest offers values for the option that is being typed; a mistake offers none.
func (b *Bot) suggest(tx *store.Tx, r *app.Request, t task) (app.Response, error) {
	out := app.Response{Reply: chat.Reply{Choices: []chat.Choice{}}}
	option, ok := t.cmd.Option(t.in.Option)
	if !ok || !b.allowed(r, t.cmd) {
		return out, nil
	}
	prefix := strings.ToLower(clean(t.in.Text.Text))
	for _, c := range option.Choices {
		if strings.HasPrefix(strings.ToLower(c.Value), prefix) || strings.HasPrefix(strings.ToLower(b.plain(r, c.Label)), prefix) {
			out.Choices = append(out.Choices, c)
		}
	}
	if !option.Completes || t.cmd.Suggest == nil {
		return out, nil
	}
	r.Path = t.cmd.Path
	choices, err := t.cmd.Suggest(tx, r, option.Name, prefix)
	out.Choices = append(out.Choices, choices...)
	return out, err
}

// refusal is a fault as an answer that only the caller sees.
func refusal(f *fault.Fault) app.Response {
	return app.Answer(chat.Document{chat.Paragraph(f.Phrase)}, f.Rows...)
}

// keepRefusal carries out what is to remain of a refused command. It returns
// nil, or what went wrong with that.
func keepRefusal(tx *store.Tx, err error) error {
	var r *app.Refusal
	if !errors.As(err, &r) || r.Keep == nil {
		return nil
	}
	return r.Keep(tx)
}
