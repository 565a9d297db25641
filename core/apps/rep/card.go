package rep

import (
	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// card is /rep: of a user, of the other party of a deal, or of oneself.
func (s *Service) card(tx *store.Tx, r *app.Request) (app.Response, error) {
	person, err := s.subject(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	l, err := current(tx)
	if err != nil {
		return app.Response{}, err
	}
	if r.Bool("details", false) {
		if person != r.Person.ID {
			return app.Response{}, fault.New(fault.Role, "rep.details.own").On("details")
		}
		doc, err := l.details(person)
		return app.Answer(doc), err
	}
	var rows []chat.Row
	if r.Place.Kind == chat.GroupPlace {
		rows = append(rows, chat.Buttons(showHere(r, person)))
	}
	return answer(l, r, person, s.pictures.get, rows...)
}

// subject is whom the request is about.
func (s *Service) subject(tx *store.Tx, r *app.Request) (string, error) {
	if user, ok := r.User("user"); ok {
		if user.Bot {
			return "", fault.New(fault.Input, "rep.bot", chat.Args{"example": chat.Code("telegram:123456")}).On("user")
		}
		return user.PersonID, nil
	}
	if handle := r.Text("deal_id"); handle != "" {
		return s.o.Party(tx, r, handle)
	}
	return r.Person.ID, nil
}

// answer is the card, with a picture where it can be shown and there is one.
func answer(l ledger, r *app.Request, person string, draw func([]point) ([]byte, error), rows ...chat.Row) (app.Response, error) {
	v, err := l.view(person, r.Text("network"))
	if err != nil {
		return app.Response{}, err
	}
	name, err := nameOf(l.tx, person)
	if err != nil {
		return app.Response{}, err
	}
	course, err := l.course(person)
	if err != nil {
		return app.Response{}, err
	}
	doc := chat.Document{
		chat.Title(chat.T("rep.card.title", chat.Args{"name": name})),
		chat.Paragraph(chat.Bold(v.line())),
		chat.Fields(v.fields(course)...),
	}
	if v.network == allNetworks {
		list, err := l.byNetwork(person)
		if err != nil {
			return app.Response{}, err
		}
		doc = append(doc, list...)
	}
	notes, err := l.notes()
	if err != nil {
		return app.Response{}, err
	}
	out := app.Answer(append(doc, notes...), rows...)
	if r.Caps.Files == chat.Native && v.network == allNetworks && len(course) > 0 {
		picture, err := draw(course)
		if err != nil {
			return app.Response{}, err
		}
		if picture != nil {
			out.Message.Files = []chat.File{{Name: "score.png", Media: "image/png", Data: picture}}
		}
	}
	return out, nil
}

// fields are the figures behind the score.
func (v view) fields(course []point) []chat.Node {
	c := v.counts
	var fields []chat.Node
	if v.network != allNetworks {
		fields = append(fields, chat.Field(chat.T("rep.card.network"), networkNode(v.network)))
	}
	fields = append(fields,
		chat.Field(chat.T("rep.card.deals"), chat.T("rep.card.completed", chat.Args{"count": number(c.Completed), "late": number(c.Late)})),
		chat.Field(chat.T("rep.card.others"), chat.T("rep.card.other_counts", chat.Args{
			"defaulted": number(c.Defaulted), "overdue": number(c.Overdue), "disputed": number(c.Disputed), "cancelled": number(c.Cancelled),
		})),
		chat.Field(chat.T("rep.card.partners"), chat.T("rep.card.partner_counts", chat.Args{"count": number(c.Partners), "verified": number(c.Verified)})),
		chat.Field(chat.T("rep.card.evidence"), chat.T("rep.card.percent", chat.Args{"percent": number(v.mass.Evidence())})),
	)
	if c.Day > 0 {
		fields = append(fields, chat.Field(chat.T("rep.card.oldest"), chat.Date(dateOf(c.Day).Format("2006-01-02"))))
	}
	if v.network == allNetworks && len(course) > 1 {
		fields = append(fields, chat.Field(chat.T("rep.card.course"), courseNode(course)))
	}
	return fields
}

// byNetwork says the score on each network where the person was active.
func (l ledger) byNetwork(person string) (chat.Document, error) {
	all, err := l.networks(person)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	var items []chat.Node
	for _, network := range all {
		v, err := l.view(person, network)
		if err != nil {
			return nil, err
		}
		items = append(items, chat.T("rep.card.on", chat.Args{"network": networkNode(network), "line": v.line()}))
	}
	return chat.Document{chat.List(items...)}, nil
}

// notes say by which policy the figures were made, and whether they are about
// to change.
func (l ledger) notes() (chat.Document, error) {
	st, err := readState(l.tx)
	if err != nil {
		return nil, err
	}
	doc := chat.Document{chat.Paragraph(chat.T("rep.policy." + string(l.policy)))}
	if st.current > 0 && st.current != st.newest {
		doc = append(doc, chat.Paragraph(chat.T("rep.card.replay")))
	}
	return doc, nil
}

// nameOf names a person by the first of their accounts.
func nameOf(tx *store.Tx, person string) (chat.Node, error) {
	ids, err := accounts.Identities(tx, person)
	if err != nil {
		return chat.Node{}, wrap("name a person", err)
	}
	if len(ids) == 0 {
		return chat.T("rep.erased"), nil
	}
	return chat.T("rep.name", who(ids[0])), nil
}
