// Package guestbook is a feature built outside Parley: people sign a book, and
// anybody reads it.
package guestbook

import (
	"embed"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

//go:embed text migrations
var files embed.FS

// New returns the app.
func New() app.App {
	words := chat.Option{Name: "words", Kind: chat.TextOption, Required: true, Min: 1, Max: 200, Example: "lovely place"}
	return app.App{
		Name: "guestbook", Texts: files, Migrations: files,
		Commands: []app.Command{
			{Command: chat.Command{Path: "sign", Describe: "guestbook.sign", Options: []chat.Option{words}}, Do: sign},
			{Command: chat.Command{Path: "book", Describe: "guestbook.book", Reads: true, Audience: chat.Public}, Do: book},
		},
	}
}

func sign(tx *store.Tx, r *app.Request) (app.Response, error) {
	if err := write(tx, r.Person.ID, r.Identity.Name, r.Text("words")); err != nil {
		return app.Response{}, err
	}
	return app.Say("guestbook.signed", chat.Args{"name": chat.Said(r.Identity.Name)}), nil
}

func book(tx *store.Tx, _ *app.Request) (app.Response, error) {
	entries, err := read(tx)
	if err != nil {
		return app.Response{}, err
	}
	items := make([]chat.Node, 0, len(entries))
	for _, e := range entries {
		items = append(items, chat.Span(chat.Said(e.Name), chat.Text(": "), chat.Said(e.Words)))
	}
	return app.Answer(chat.Document{
		chat.Paragraph(chat.T("guestbook.count", chat.Args{"count": chat.Number(len(entries))})),
		chat.List(items...),
	}), nil
}
