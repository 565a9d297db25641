package deals

import (
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// notesShown is how many of the latest notes a view holds; the history has all.
const notesShown = 10

// view is /deal view. A party only reads. When staff look, that is logged, so
// the engine runs the command a second time, where it can write.
func (b *book) view(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, side, err := b.look(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	if r.Bool("audit", false) {
		return b.history(tx, d, 1)
	}
	return b.whole(tx, r, d, side)
}

// search is /deal search: a party's view without the history.
func (b *book) search(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, side, err := b.find(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	return b.whole(tx, r, d, side)
}

// look is find for those who may also see deals of others: staff of the deal's
// community, wherever they ask. It logs that they did.
func (b *book) look(tx *store.Tx, r *app.Request) (Deal, Side, error) {
	d, err := b.named(tx, r, r.Text("deal_id"))
	if err != nil {
		return Deal{}, Neither, err
	}
	if side := d.SideOf(r.Person.ID); side != Neither {
		return d, side, nil
	}
	role, err := b.staff(tx, r, d)
	if err != nil {
		return Deal{}, Neither, err
	}
	if role == "" {
		return Deal{}, Neither, missed(tx, r)
	}
	_, err = audit.Append(tx, audit.Event{
		Type: eventViewed, Actor: audit.Actor(r.Person.ID), As: role, Community: d.Community,
		Via: string(r.Identity.Ref.Platform), Req: r.Key, D: []audit.Field{{Name: "deal", Value: d.ID}},
	})
	return d, Neither, wrap("log a view", err)
}

// whole is everything about a deal but its history.
func (b *book) whole(tx *store.Tx, r *app.Request, d Deal, reader Side) (app.Response, error) {
	d = asOf(d, tx.Now())
	s, err := b.loadSheet(tx, d)
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
	doc = append(doc, s.disputeBlocks()...)
	undelivered, err := s.undelivered(tx, reader)
	if err != nil {
		return app.Response{}, err
	}
	doc = append(append(doc, undelivered...), s.noteBlocks(reader)...)
	rows := s.buttons(reader, tx.Now())
	more := chat.Buttons(historyButton(d))
	if reader == Neither {
		doc = append(doc, chat.Paragraph(chat.T("deals.view.logged")))
		decides, err := b.offersDecision(tx, r, d)
		if err != nil {
			return app.Response{}, err
		}
		if decides {
			more = withButton([]chat.Row{more}, button(d, "resolve", chat.StylePrimary, pathSettle))[0]
		}
	}
	return app.Answer(doc, append(rows, more)...), nil
}

// disputeBlocks say why a deal is disputed, and what a mediator decided.
func (s *sheet) disputeBlocks() []chat.Node {
	var doc []chat.Node
	if s.Status == Disputed && s.dispute != "" {
		doc = append(doc, chat.Paragraph(chat.T("deals.view.reason")), chat.Quote(chat.Said(s.dispute)))
	}
	if s.decision.Result == "" {
		return doc
	}
	doc = append(doc, chat.Paragraph(chat.T("deals.view.decided", chat.Args{
		"name": called(s.decision.by), "when": chat.Time(s.decision.at, chat.StyleDateTime),
		"result": resultNode(s.decision.Result),
	})))
	if s.decision.note != "" {
		doc = append(doc, chat.Quote(chat.Said(s.decision.note)))
	}
	return doc
}

// timeOrDash says in words that a deal is not closed: a missing field would
// leave a listener guessing.
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
