package community

import (
	"cmp"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/store"
)

// show is /community show.
func (s *service) show(tx *store.Tx, r *app.Request) (app.Response, error) {
	spaces, err := communities.Spaces(tx, r.Community.ID)
	if err != nil {
		return app.Response{}, err
	}
	mediators, err := communities.Mediators(tx, r.Community.ID)
	if err != nil {
		return app.Response{}, err
	}
	doc := chat.Document{
		chat.Title(chat.Said(r.Community.Name)),
		chat.Fields(
			chat.Field(chat.T("community.show.zone"), chat.Text(r.Community.Zone)),
			chat.Field(chat.T("community.show.role"), chat.Said(cmp.Or(r.Community.MediatorRole, s.role))),
			chat.Field(chat.T("community.show.mediators"), chat.T("community.show.mediator_count", chat.Args{"count": chat.Number(len(mediators))})),
			chat.Field(chat.T("community.show.you"), standing(r.Standing)),
		),
		chat.Paragraph(chat.T("community.show.spaces", chat.Args{"count": chat.Number(len(spaces))})),
		spaceList(spaces),
	}
	if !r.Standing.Administrator && !r.Standing.Owner {
		return app.Answer(doc), nil
	}
	row := chat.Buttons(chat.Press(chat.T("community.button.link"), chat.StyleSecondary, "community link"))
	if len(spaces) > 1 {
		row.Buttons = append(row.Buttons, chat.Press(chat.T("community.button.leave"), chat.StyleDanger, "community leave"))
	}
	return app.Answer(doc, row), nil
}

// standing says all that somebody is.
func standing(st communities.Standing) chat.Node {
	var words []chat.Node
	for _, is := range []struct {
		so  bool
		key string
	}{
		{st.Owner, "community.standing.owner"},
		{st.Administrator, "community.standing.administrator"},
		{st.Mediator, "community.standing.mediator"},
		{!st.Staff(), "community.standing.member"},
	} {
		if !is.so {
			continue
		}
		if len(words) > 0 {
			words = append(words, chat.Text(" · "))
		}
		words = append(words, chat.T(is.key))
	}
	return chat.Span(words...)
}

// mediators is /mediators.
func (s *service) mediators(tx *store.Tx, r *app.Request) (app.Response, error) {
	list, err := communities.Mediators(tx, r.Community.ID)
	if err != nil {
		return app.Response{}, err
	}
	var items []chat.Node
	for _, m := range list {
		ids, err := accounts.Identities(tx, m.PersonID)
		if err != nil {
			return app.Response{}, err
		}
		if len(ids) > 0 {
			items = append(items, mediator(m, ids))
		}
	}
	role := chat.Paragraph(chat.T("community.mediators.role", chat.Args{"role": chat.Said(cmp.Or(r.Community.MediatorRole, s.role))}))
	title := chat.Title(chat.T("community.mediators.title", chat.Args{"community": chat.Said(r.Community.Name)}))
	if len(items) == 0 {
		return app.Answer(chat.Document{title, chat.Paragraph(chat.T("community.mediators.none")), role}), nil
	}
	return app.Answer(chat.Document{title, chat.List(items...), role}), nil
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
