package deals

import (
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// resolve is /admin resolve: a mediator decides. Both parties read the result,
// the note, and who decided.
func (b *book) resolve(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, role, err := b.judged(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	o := originOf(r)
	if d, err = b.sweep(tx, o, d); err != nil {
		return app.Response{}, err
	}
	c, err := readDecision(r, d, tx.Now())
	if err != nil {
		return app.Response{}, err
	}
	var texts []audit.Text
	if words := r.Text("note"); words != "" {
		texts = append(texts, audit.Text{Kind: textDecision, Text: words, Author: r.Person.ID})
	}
	o.role = role
	after, event, err := b.act(tx, o, d, c, texts...)
	if err != nil {
		return app.Response{}, err
	}
	s, err := b.loadSheet(tx, after)
	if err != nil {
		return app.Response{}, err
	}
	for _, side := range []Side{SideA, SideB} {
		if err := tell(tx, s, side, s.decided(r, event, side)); err != nil {
			return app.Response{}, err
		}
	}
	doc := append(chat.Document{chat.Paragraph(chat.T("deals.said.resolved"))}, card(s, Neither)...)
	return app.Answer(doc, withView(nil, after)...), nil
}

// readDecision reads the arguments, and refuses those that would mean nothing.
func readDecision(r *app.Request, d Deal, now time.Time) (Command, error) {
	c := Command{Act: ActResolve, Result: Status(r.Text("result"))}
	if r.Has("at_fault") && c.Result != Defaulted {
		return c, fault.New(fault.Input, "deals.refuse.at_fault").On("at_fault")
	}
	if r.Has("due") && c.Result != Active {
		return c, fault.New(fault.Input, "deals.refuse.due").On("due")
	}
	if c.Result == Defaulted {
		c.AtFault = readFault(r.Text("at_fault"))
	}
	if !r.Has("due") {
		return c, nil
	}
	loc, err := civil.LoadZone(d.Zone)
	if err != nil {
		return c, err
	}
	c.Due, err = readDue(r.Text("due"), civil.Of(now, loc))
	return c, err
}

// decided is what a party reads of a decision.
func (s *sheet) decided(r *app.Request, e Event, to Side) news {
	key := "deals.news.resolved." + string(e.Result)
	if e.Result == Defaulted {
		key += "." + blame(e.Default, to)
	}
	return news{
		kind: "resolved", quote: s.decision.note, sender: r.Person.ID, senderOn: r.Identity.Ref, receipt: true,
		lead: chat.T(key, chat.Args{
			"name": chat.Said(app.NameOf(r.Identity)), "id": chat.Code(r.Identity.Ref.String()),
			"deal": handleNode(s.Deal), "other": s.called(to.Other()),
		}),
	}
}

// blame tells a party whose fault it was, from where that party stands.
func blame(atFault string, to Side) string {
	switch atFault {
	case Both:
		return "both"
	case string(to):
		return "you"
	}
	return "other"
}
