package community

import (
	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/store"
)

// mediators is /mediators.
func (s *service) mediators(tx *store.Tx, r *app.Request) (app.Response, error) {
	doc, err := s.mediatorDocument(tx, r)
	return app.Answer(doc), err
}

// listMediators is /admin mediator list: the same for administrators alone, and
// where mediators are told of disputes.
func (s *service) listMediators(tx *store.Tx, r *app.Request) (app.Response, error) {
	doc, err := s.mediatorDocument(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	holds, _, err := communities.SettingsOf(tx, r.Community.ID, s.defaults)
	if err != nil {
		return app.Response{}, err
	}
	told := chat.T("community.place.none")
	if !holds.MediatorPlace.IsZero() {
		told = placeText(r, "community.place.is", holds.MediatorPlace, holds.PlaceName)
	}
	return app.Answer(append(doc, chat.Paragraph(told))), nil
}

func (s *service) mediatorDocument(tx *store.Tx, r *app.Request) (chat.Document, error) {
	list, err := communities.Mediators(tx, r.Community.ID)
	if err != nil {
		return nil, err
	}
	var items []chat.Node
	for _, m := range list {
		ids, err := accounts.Identities(tx, m.PersonID)
		if err != nil {
			return nil, err
		}
		if len(ids) > 0 {
			items = append(items, mediator(m, ids))
		}
	}
	title := chat.Title(chat.T("community.mediators.title", chat.Args{"community": chat.Said(r.Community.Name)}))
	role := chat.Paragraph(chat.T("community.mediators.role", chat.Args{"role": chat.Said(s.roleOf(r.Community))}))
	if len(items) == 0 {
		return chat.Document{title, chat.Paragraph(chat.T("community.mediators.none")), role}, nil
	}
	return chat.Document{title, chat.List(items...), role}, nil
}

// mediator names somebody with all their accounts: the ids are what people can
// rely on, and what commands take.
func mediator(m communities.Mediator, ids []accounts.Identity) chat.Node {
	key := "community.mediators.by_role"
	if m.Named {
		key = "community.mediators.named"
	}
	var refs []chat.Node
	for i, id := range ids {
		if i > 0 {
			refs = append(refs, chat.Text(", "))
		}
		refs = append(refs, chat.Code(id.Ref.String()))
	}
	return chat.T(key, chat.Args{"name": who(ids[0])["name"], "ids": chat.Span(refs...)})
}
