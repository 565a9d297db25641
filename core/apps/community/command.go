package community

import (
	"strings"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/store"
)

type do = func(tx *store.Tx, r *app.Request) (app.Response, error)

// command declares a command, which works where there is a community. Its line
// in menus is the catalogue key of its path: "admin timezone" is
// community.command.admin_timezone.
func command(path string, does do, options ...chat.Option) app.Command {
	return app.Command{
		Command: chat.Command{
			Path: path, Describe: "community.command." + strings.TrimPrefix(chat.Menu(path), "community_"),
			Options: options, Where: chat.SpaceOnly,
		},
		Do: does,
	}
}

func reads(c app.Command) app.Command {
	c.Reads = true
	return c
}

func public(c app.Command) app.Command {
	c.Audience = chat.Public
	return c
}

func anywhere(c app.Command) app.Command {
	c.Where = chat.Anywhere
	return c
}

func administrators(c app.Command) app.Command {
	c.Right, c.Shown = app.Administrator, chat.ShownToAdmins
	return c
}

// record logs a change of a community, which is the caller's own or the one
// that a space goes to or comes from.
func record(tx *store.Tx, r *app.Request, kind, communityID, key, old, now string, texts ...audit.Text) error {
	as := "administrator"
	if !r.Standing.Administrator {
		as = "owner"
	}
	_, err := audit.Append(tx, audit.Event{
		Type: kind, Actor: audit.Actor(r.Person.ID), As: as, Community: communityID,
		Via: string(r.Identity.Ref.Platform), Req: r.Key,
		D:     []audit.Field{{Name: "key", Value: key}, {Name: "old", Value: old}, {Name: "new", Value: now}},
		Texts: texts,
	})
	return err
}

// who names an account.
func who(id accounts.Identity) chat.Args {
	name := app.NameOf(id)
	return chat.Args{"name": chat.Said(name), "platform": app.PlatformName(id.Ref.Platform)}
}

// spaceList names spaces, one a line.
func spaceList(spaces []communities.Space) chat.Node {
	var items []chat.Node
	for _, s := range spaces {
		items = append(items, chat.T("community.space", chat.Args{"name": chat.Said(s.Name), "platform": app.PlatformName(s.Ref.Platform)}))
	}
	return chat.List(items...)
}
