package bot

import (
	"fmt"
	"maps"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// maker says for which account buttons are made, and where what they do
// belongs. An account, not a person: persons are linked and unlinked, while what
// an account was shown stays before its eyes.
type maker struct {
	reader chat.UserRef
	caps   chat.Capabilities
	space  chat.SpaceRef
}

// mint puts tokens in the place of the actions of a reply, for its reader: they
// say all of it, and an answer is kept as it was minted. It copies what it
// changes: apps may share rows between replies.
func (b *Bot) mint(tx *store.Tx, r *app.Request, reply *chat.Reply) error {
	m := maker{reader: r.Identity.Ref, caps: r.Caps, space: r.Place.Space}
	rows, err := b.mintRows(tx, m, reply.Message.Rows)
	if err != nil {
		return err
	}
	reply.Message.Rows = rows
	if reply.Form == nil || reply.Form.Action == nil {
		return nil
	}
	form := *reply.Form
	form.Token, err = b.token(tx, m, *form.Action)
	form.Action = nil
	reply.Form = &form
	return err
}

func (b *Bot) mintRows(tx *store.Tx, m maker, rows []chat.Row) ([]chat.Row, error) {
	minted := make([]chat.Row, 0, len(rows))
	for _, row := range rows {
		buttons := make([]chat.Button, 0, len(row.Buttons))
		for _, button := range row.Buttons {
			if button.Action != nil {
				token, err := b.token(tx, m, *button.Action)
				if err != nil {
					return nil, err
				}
				button.Token, button.Action = token, nil
			}
			buttons = append(buttons, button)
		}
		row.Buttons = buttons
		if row.Select != nil && row.Select.Action != nil {
			s, err := b.mintSelect(tx, m, *row.Select)
			if err != nil {
				return nil, err
			}
			row.Select = &s
		}
		minted = append(minted, row)
	}
	return minted, nil
}

// mintSelect gives a select its token, and each choice one of its own where the
// platform shows buttons in its place.
func (b *Bot) mintSelect(tx *store.Tx, m maker, s chat.Select) (chat.Select, error) {
	if o, free := nextFree(b.registry.commands[s.Action.Path].Command, actionValues(*s.Action)); !free || o.Name != s.Option {
		return s, fmt.Errorf("bot: the select of %q fills %q, which is not its first open option", s.Action.Path, s.Option)
	}
	var err error
	if s.Token, err = b.token(tx, m, *s.Action); err != nil {
		return s, err
	}
	if m.caps.Selects == chat.Native {
		s.Action = nil
		return s, nil
	}
	s.ChoiceTokens = make([]string, len(s.Choices))
	for i, c := range s.Choices {
		one := *s.Action
		one.Args = maps.Clone(one.Args)
		if one.Args == nil {
			one.Args = map[string]string{}
		}
		one.Args[s.Option] = c.Value
		if s.ChoiceTokens[i], err = b.token(tx, m, one); err != nil {
			return s, err
		}
	}
	s.Action = nil
	return s, nil
}

// token returns what a button carries for an action: the action itself, signed,
// or the name of the row that keeps it.
func (b *Bot) token(tx *store.Tx, m maker, a chat.Action) (string, error) {
	cmd, ok := b.registry.commands[a.Path]
	if !ok {
		return "", fmt.Errorf("bot: a button does %q, which no app declares", a.Path)
	}
	expires := tx.Now().Add(cardLife).Truncate(time.Minute)
	if a.Open {
		m.reader = chat.UserRef{}
	}
	if a.Space == nil && cmd.Where == chat.SpaceOnly && !m.space.IsZero() {
		a.Space = &m.space
	}
	if a.Space != nil {
		return keepAction(tx, a, m.reader, expires)
	}
	if token := b.signer.seal(cmd, a, m.reader, expires); token != "" {
		return token, nil
	}
	return keepAction(tx, a, m.reader, expires)
}

func actionValues(a chat.Action) map[string]chat.Value {
	values := make(map[string]chat.Value, len(a.Args))
	for name, text := range a.Args {
		values[name] = chat.Value{Text: text}
	}
	return values
}
