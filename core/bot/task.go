package bot

import (
	"errors"
	"strings"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// fieldPrefix marks the answers of a form among the arguments.
const fieldPrefix = "field."

// task is an interaction with the command it means.
type task struct {
	in     chat.Interaction
	cmd    app.Command
	values map[string]chat.Value
	press  *press
	stored bool // the token leads to a row, which is read in the transaction
	once   bool
	reads  bool
}

// plan finds the command that an interaction means, without the database.
func (b *Bot) plan(in chat.Interaction) (task, error) {
	t := task{in: in}
	if in.User.Bot {
		return t, fault.New(fault.Role, "core.no_bots") // and nothing is written down of it
	}
	switch in.Kind {
	case chat.Invoke:
		return b.planInvoke(t)
	case chat.Pressed, chat.Chose, chat.Submit:
		if strings.HasPrefix(in.Token, rowPrefix) {
			t.stored = true
			return t, nil
		}
		p, ok := b.signer.open(b.registry, in.Token)
		if !ok {
			return t, fault.New(fault.Expired, "core.button.dead")
		}
		t.use(b, p)
		return t, nil
	case chat.Answer:
		t.cmd = b.registry.commands[pathSay]
		t.values = map[string]chat.Value{"v": in.Text}
		return t, nil
	case chat.Complete:
		t.cmd, t.reads = b.registry.commands[in.Path], true
		t.values = in.Args
		if t.cmd.Do == nil {
			return t, fault.New(fault.Unknown, "core.fault.unknown", chat.Args{"command": chat.Code("/" + in.Path), "help": chat.Code("/help")})
		}
		return t, nil
	}
	return t, fault.New(fault.Unknown, "core.nothing_asked")
}

func (b *Bot) planInvoke(t task) (task, error) {
	if t.in.Path == "" {
		cmd, rest, ok := b.registry.catalog.Match(t.in.Words)
		if !ok {
			return t, b.unknown(t.in)
		}
		t.cmd = b.registry.commands[cmd.Path]
		values, err := bindWords(cmd, rest, t.in.ReplyTo)
		t.values, t.reads = values, cmd.Reads
		return t, err
	}
	cmd, ok := b.registry.commands[t.in.Path]
	if !ok || cmd.Shown == chat.ShownToNobody {
		return t, b.unknown(t.in)
	}
	t.cmd, t.values, t.reads = cmd, t.in.Args, cmd.Reads
	return t, nil
}

// use makes a pressed action the task's command.
func (t *task) use(b *Bot, p press) {
	t.press = &p
	t.cmd = b.registry.commands[p.Action.Path]
	t.once = p.Action.Once
	t.reads = t.cmd.Reads
	t.values = make(map[string]chat.Value, len(p.Action.Args)+1)
	for name, value := range p.Action.Args {
		t.values[name] = chat.Value{Text: value}
	}
	if t.in.Kind == chat.Chose {
		if o, free := nextFree(t.cmd.Command, t.values); free {
			t.values[o.Name] = chat.Value{Text: t.in.Choice}
		}
	}
	for name, v := range t.in.Fields {
		t.values[fieldPrefix+name] = v
	}
}

// resolveToken reads the action of a stored token.
func (b *Bot) resolveToken(tx *store.Tx, t *task) error {
	if !t.stored {
		return nil
	}
	p, err := loadAction(tx, t.in.Token)
	if errors.Is(err, store.ErrNotFound) {
		return fault.New(fault.Expired, "core.button.dead")
	}
	if err != nil {
		return err
	}
	if b.registry.commands[p.Action.Path].Do == nil {
		return fault.New(fault.Expired, "core.button.dead")
	}
	t.use(b, p)
	return nil
}
