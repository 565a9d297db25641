package rep

import (
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

type do = func(tx *store.Tx, r *app.Request) (app.Response, error)

// command declares a command. Its line in menus is the catalogue key of its
// path: "admin verify" is rep.command.admin_verify.
func command(path string, does do, options ...chat.Option) app.Command {
	return app.Command{
		Command: chat.Command{Path: path, Describe: "rep.command." + chat.Menu(path), Options: options},
		Do:      does,
	}
}

func reads(c app.Command) app.Command {
	c.Reads = true
	return c
}

func owners(c app.Command) app.Command {
	c.Right, c.Shown = app.Owner, chat.ShownToAdmins
	return c
}
