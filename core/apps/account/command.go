package account

import (
	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

type do = func(tx *store.Tx, r *app.Request) (app.Response, error)

// command declares a command. Its line in menus is the catalogue key of its
// path: "admin block" is account.command.admin_block.
func command(path string, does do, options ...chat.Option) app.Command {
	return app.Command{
		Command: chat.Command{Path: path, Describe: "account.command." + chat.Menu(path), Options: options},
		Do:      does,
	}
}

func owners(c app.Command) app.Command {
	c.Right, c.Shown = app.Owner, chat.ShownToAdmins
	return c
}

// reading marks a command that changes nothing.
func reading(c app.Command) app.Command {
	c.Reads = true
	return c
}

// record logs what concerns two persons. as is the right by which it was done: ""
// for one of the two.
func record(tx *store.Tx, r *app.Request, kind, as, person, other string) error {
	_, err := audit.Append(tx, audit.Event{
		Type: kind, Actor: audit.Actor(r.Person.ID), As: as, Via: string(r.Identity.Ref.Platform), Req: r.Key,
		D: []audit.Field{{Name: "person", Value: audit.Actor(person)}, {Name: "other", Value: audit.Actor(other)}},
	})
	return err
}

// who names an account as the person on its other side sees it.
func who(id accounts.Identity) chat.Args {
	name := app.NameOf(id)
	if id.Handle != "" {
		name += " (@" + id.Handle + ")"
	}
	return chat.Args{"name": chat.Said(name), "platform": app.PlatformName(id.Ref.Platform)}
}
