package deals

import (
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// notesShown is how many of the latest notes a view holds; the history has all.
const notesShown = 10

// view is /deal view. For a party it only reads. Staff are told that looking is
// logged and get a button, whose press is the command that logs and shows.
func (b *book) view(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, err := b.named(tx, r, r.Text("deal_id"))
	if err != nil {
		return app.Response{}, err
	}
	side := d.SideOf(r.Person.ID)
	if side != Neither {
		if r.Bool("audit", false) {
			return b.history(tx, d, 1, pathLog)
		}
		return b.whole(tx, d, side)
	}
	role, err := b.staff(tx, r, d)
	if err != nil {
		return app.Response{}, err
	}
	if role == "" {
		return app.Response{}, missed(tx, r)
	}
	open := chat.Press(chat.T("deals.button.inspect"), chat.StylePrimary, pathInspect, "deal_id", d.Handle)
	if r.Bool("audit", false) {
		open.Action.Args["page"] = "1"
	}
	return app.Answer(chat.Say("deals.ask.inspect", chat.Args{"deal": handleNode(d)}), chat.Buttons(open)), nil
}

// search is /deal search: a party's view without the history.
func (b *book) search(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, side, err := b.find(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	return b.whole(tx, d, side)
}

// inspect shows a deal to staff and logs who looked; with a page, its history.
func (b *book) inspect(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, err := b.named(tx, r, r.Text("deal_id"))
	if err != nil {
		return app.Response{}, err
	}
	role, err := b.staff(tx, r, d)
	if err != nil {
		return app.Response{}, err
	}
	if side := d.SideOf(r.Person.ID); side != Neither || role == "" {
		return app.Response{}, missed(tx, r)
	}
	_, err = audit.Append(tx, audit.Event{
		Type: "access.viewed", Actor: audit.Actor(r.Person.ID), As: role, Community: d.Community,
		Via: string(r.Identity.Ref.Platform), Req: r.Key, D: []audit.Field{{Name: "deal", Value: d.ID}},
	})
	if err != nil {
		return app.Response{}, err
	}
	if page := r.Int("page", 0); page > 0 {
		return b.history(tx, d, int(page), pathInspect)
	}
	return b.whole(tx, d, Neither)
}

// whole is everything about a deal but its history.
func (b *book) whole(tx *store.Tx, d Deal, reader Side) (app.Response, error) {
	d = asOf(d, tx.Now())
	s, err := loadSheet(tx, d)
	if err != nil {
		return app.Response{}, err
	}
	doc := card(s, reader)
	doc = append(doc, chat.Fields(
		chat.Field(chat.T("deals.card.created"), chat.Time(d.CreatedAt, chat.StyleDateTime)),
		chat.Field(chat.T("deals.card.closed"), timeOrDash(d)),
		chat.Field(chat.T("deals.card.events"), chat.Number(d.Version)),
	))
	if s.reason != "" {
		doc = append(doc, chat.Paragraph(chat.T("deals.view.reason")), chat.Quote(chat.Said(s.reason)))
	}
	undelivered, err := undeliveredTo(tx, s)
	if err != nil {
		return app.Response{}, err
	}
	doc = append(append(doc, undelivered...), s.noteBlocks(reader)...)
	rows := buttons(d, reader, tx.Now())
	path := pathLog
	if reader == Neither {
		path = pathInspect
	}
	more := chat.Press(chat.T("deals.button.history"), chat.StyleSecondary, path, "deal_id", d.Handle, "page", "1")
	return app.Answer(doc, append(rows, chat.Buttons(more))...), nil
}

func timeOrDash(d Deal) chat.Node {
	if d.ClosedAt.IsZero() {
		return chat.T("deals.card.not_closed")
	}
	return chat.Time(d.ClosedAt, chat.StyleDateTime)
}

// noteBlocks are the latest notes, oldest of them first.
func (s *sheet) noteBlocks(reader Side) []chat.Node {
	if len(s.notes) == 0 {
		return nil
	}
	var doc []chat.Node
	shown := s.notes
	if earlier := len(shown) - notesShown; earlier > 0 {
		shown = shown[earlier:]
		doc = append(doc, chat.Paragraph(chat.T("deals.view.earlier_notes", chat.Args{"count": chat.Number(earlier)})))
	}
	for _, one := range shown {
		doc = append(doc, chat.Paragraph(chat.T("deals.view.note", chat.Args{
			"name": s.partyName(one.by, reader), "when": chat.Time(one.at, chat.StyleDateTime),
		})), chat.Quote(chat.Said(one.text)))
	}
	return doc
}

// undeliveredTo says which party could not be reached with the latest news.
func undeliveredTo(tx *store.Tx, s sheet) ([]chat.Node, error) {
	outcomes, err := outbox.Status(tx, s.ID)
	if err != nil {
		return nil, err
	}
	latest := map[string]outbox.State{}
	for _, o := range outcomes {
		latest[o.Person] = o.State
	}
	var doc []chat.Node
	for _, side := range []Side{SideA, SideB} {
		if latest[s.Party(side).Person].Failed() {
			doc = append(doc, chat.Paragraph(chat.T("deals.view.undelivered", chat.Args{"name": chat.Said(s.name(side))})))
		}
	}
	return doc, nil
}
