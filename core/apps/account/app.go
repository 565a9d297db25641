package account

import (
	"embed"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

//go:embed text
var files embed.FS

// Options are what the app asks of others. A nil function has no objection and
// nothing to follow.
type Options struct {
	// MayLink refuses, with a fault, that two persons become one.
	MayLink func(tx *store.Tx, a, b string) error
	// MayUnlink refuses, with a fault, that a link made at an instant is undone.
	MayUnlink func(tx *store.Tx, person string, since time.Time) error
	// Moved follows an account from one person to another.
	Moved func(tx *store.Tx, identity chat.UserRef, from, to string) error
	// Inherit holds against a person what stands against another one now, who may
	// be the same; nil holds nothing.
	Inherit func(tx *store.Tx, person, from string) error
	// Languages are the locales to choose from; default English and Arabic. Each
	// has its name under the catalogue key account.language.<locale>.
	Languages []string
}

// New returns the app.
func New(o Options) app.App {
	if o.MayLink == nil {
		o.MayLink = func(*store.Tx, string, string) error { return nil }
	}
	if o.MayUnlink == nil {
		o.MayUnlink = func(*store.Tx, string, time.Time) error { return nil }
	}
	if o.Moved == nil {
		o.Moved = func(*store.Tx, chat.UserRef, string, string) error { return nil }
	}
	if o.Inherit == nil {
		o.Inherit = func(*store.Tx, string, string) error { return nil }
	}
	if o.Languages == nil {
		o.Languages = []string{"en", "ar"}
	}
	s := &service{o}
	return app.App{Name: "account", Texts: files, Commands: s.commands()}
}

// service is the app with what it was given.
type service struct{ Options }

// The paths behind buttons.
const (
	pathConfirm = "link confirm"
	pathDecline = "link decline"
	pathUndo    = "link undo"
	pathHour    = "notifications hour"
)

func (s *service) commands() []app.Command {
	code := chat.Option{Name: "code", Kind: chat.TextOption, Example: "7K2M9XQ4"}
	link := chat.Option{Name: "link", Kind: chat.TextOption, Required: true}
	zone := chat.Option{Name: "zone", Kind: chat.TextOption, Required: true, Max: 64, Example: "Europe/Berlin"}
	user := chat.Option{Name: "user", Kind: chat.UserOption, Required: true, Example: "telegram:123456"}
	hour := chat.Option{Name: "hour", Kind: chat.IntegerOption, Max: 23, Example: "9"}
	return []app.Command{
		reading(command("whoami", whoami)),
		command("link", s.link, code),
		command("language", s.language, chat.Option{Name: "language", Kind: chat.ChoiceOption, Choices: s.languages()}),
		command("timezone", timezone, zone),
		command("notifications", notifications,
			chat.Option{Name: "reminders", Kind: chat.BooleanOption}, chat.Option{Name: "digest", Kind: chat.BooleanOption}, hour),
		owners(command("admin block", block, user)),
		owners(command("admin unblock", unblock, user)),
		owners(command("admin unlink", s.unlink, user)),
		command(pathConfirm, s.confirm, link).Hidden(),
		command(pathDecline, decline, link).Hidden(),
		command(pathUndo, s.undo, link).Hidden(),
		command(pathHour, chooseHour, hour).Hidden(),
	}
}
