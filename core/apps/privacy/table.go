package privacy

import (
	"bytes"
	"errors"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// eventExported is part of hashed bytes: never rename it.
const eventExported = "access.exported"

// slack is what the last row may take beyond the limit.
const slack = 16 << 10

// exportDeals is /admin export: the deals of the community as a table; all deals
// for an owner. That it was asked for is logged.
func (s *service) exportDeals(tx *store.Tx, r *app.Request) (app.Response, error) {
	all, community, as := r.Standing.Owner, r.Community.ID, "mediator"
	switch {
	case all:
		community, as = "", "owner"
	case r.Standing.Administrator:
		as = "administrator"
	}
	var data bytes.Buffer
	err := s.Deals(tx, &data, community, all, fileLimit(r.Caps)-slack)
	cut := errors.Is(err, app.ErrShortened)
	if err != nil && !cut {
		return app.Response{}, err
	}
	_, err = audit.Append(tx, audit.Event{
		Type: eventExported, Actor: audit.Actor(r.Person.ID), As: as, Community: community,
		Via: string(r.Identity.Ref.Platform), Req: r.Key, D: []audit.Field{{Name: "deal", Value: ""}},
	})
	if err != nil {
		return app.Response{}, err
	}
	out := app.Say("privacy.table.all")
	if !all {
		out = app.Say("privacy.table.community", chat.Args{"name": chat.Said(r.Community.Name)})
	}
	if cut {
		out.Message.Document = append(out.Message.Document, chat.Paragraph(chat.T("privacy.table.cut")))
	}
	out.Message.Document = append(out.Message.Document, chat.Paragraph(chat.T("privacy.table.logged")))
	name := "parley-deals-" + tx.Now().Format("2006-01-02") + ".csv"
	out.Message.Files = []chat.File{{Name: name, Media: "text/csv; charset=utf-8", Data: data.Bytes()}}
	return out, nil
}
