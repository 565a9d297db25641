package account

import (
	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// whoami is /whoami: the asker's accounts with their ids, by which others name
// them and an operator makes them an owner.
func whoami(tx *store.Tx, r *app.Request) (app.Response, error) {
	mine, err := accounts.Identities(tx, r.Person.ID)
	if err != nil {
		return app.Response{}, err
	}
	fields := make([]chat.Node, 0, len(mine)+1)
	for _, id := range mine {
		fields = append(fields, chat.Field(app.PlatformName(id.Ref.Platform), chat.Said(app.NameOf(id)), chat.Text(" · "), chat.Code(id.Ref.String())))
	}
	fields = append(fields, chat.Field(chat.T("account.whoami.zone"), chat.Text(r.Zone.String())))
	doc := chat.Document{chat.Title(chat.T("account.whoami.title")), chat.Fields(fields...)}
	if len(mine) == 1 {
		doc = append(doc, chat.Paragraph(chat.T("account.whoami.link", chat.Args{"link": chat.Code("/link")})))
	}
	return app.Answer(doc), nil
}
