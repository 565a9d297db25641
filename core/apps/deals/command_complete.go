package deals

import (
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// complete is /deal complete: the caller's side is done.
func (b *book) complete(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, side, err := b.mine(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	after, event, err := b.act(tx, originOf(r), d, Command{Act: ActComplete, By: side})
	if err != nil {
		return app.Response{}, err
	}
	return b.told(tx, after, event, "")
}

// done is [Mark complete], which asks once more: a mark cannot be taken back.
func (b *book) done(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, side, err := b.find(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	d = asOf(d, tx.Now())
	if _, _, err := Apply(d, Command{Act: ActComplete, By: side}, tx.Now()); err != nil {
		return app.Response{}, err
	}
	s, err := b.loadSheet(tx, d)
	if err != nil {
		return app.Response{}, err
	}
	question := chat.T("deals.ask.done", chat.Args{
		"deal": handleNode(d), "amount": amountNode(d.Terms), "name": s.called(side.Other()),
	})
	return app.Answer(chat.Document{chat.Paragraph(question)},
		withView([]chat.Row{chat.Buttons(button(d, "really_complete", chat.StylePrimary, pathComplete))}, d)...), nil
}
