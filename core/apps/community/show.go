package community

import (
	"cmp"

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
			chat.Field(chat.T("community.show.role"), chat.Said(s.roleOf(r.Community))),
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

// roleOf is the name of the role that makes mediators in a community.
func (s *service) roleOf(c communities.Community) string { return cmp.Or(c.MediatorRole, s.role) }
