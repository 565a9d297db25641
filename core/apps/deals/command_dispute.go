package deals

import (
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// dispute is /deal dispute: the deal stops, and those who mediate are told. The
// cooldown is judged last, so that it never hides another reason to refuse.
func (b *book) dispute(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, side, err := b.mine(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	c := Command{Act: ActDispute, By: side}
	if _, _, err := Apply(d, c, tx.Now()); err != nil {
		return app.Response{}, err
	}
	if err := b.checkCooldown(tx, r.Person.ID, d.Community); err != nil {
		return app.Response{}, err
	}
	reason := r.Text("reason")
	after, event, err := b.act(tx, originOf(r), d, c, audit.Text{Kind: textReason, Text: reason, Author: r.Person.ID})
	if err != nil {
		return app.Response{}, err
	}
	s, err := b.loadSheet(tx, after)
	if err != nil {
		return app.Response{}, err
	}
	if err := tellOther(tx, s, event, reason); err != nil {
		return app.Response{}, err
	}
	told, err := b.tellMediators(tx, s)
	if err != nil {
		return app.Response{}, err
	}
	doc := append(chat.Document{chat.Paragraph(chat.T("deals.said.disputed"))}, told...)
	return app.Answer(append(doc, card(s, side)...), withView(s.buttons(side, tx.Now()), after)...), nil
}

// withdraw is /deal withdraw: the one who disputed takes it back.
func (b *book) withdraw(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, side, err := b.mine(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	after, event, err := b.act(tx, originOf(r), d, Command{Act: ActWithdraw, By: side})
	if err != nil {
		return app.Response{}, err
	}
	return b.told(tx, after, event, "")
}
