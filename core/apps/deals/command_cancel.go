package deals

import (
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// cancel is /deal cancel, and [Decline] on the counterparty's card.
func (b *book) cancel(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, side, err := b.mine(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	return b.end(tx, r, d, Command{Act: ActCancel, By: side})
}

// suggest is [Suggest a change]: terms never change, so it ends the deal with
// the reason, and the initiator is offered the wizard again, filled in.
func (b *book) suggest(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, side, err := b.mine(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	if side != SideB {
		return app.Response{}, fault.New(fault.Role, "deals.refuse.only_counterparty")
	}
	return b.end(tx, r, d, Command{Act: ActCancel, By: side, Cause: ForChange})
}

// end keeps the reason as a text of the event: it is a person's words, to be
// erased with them, while the cancellation stays.
func (b *book) end(tx *store.Tx, r *app.Request, d Deal, c Command) (app.Response, error) {
	var texts []audit.Text
	reason := r.Text("reason")
	if reason != "" {
		texts = append(texts, audit.Text{Kind: textReason, Text: reason, Author: r.Person.ID})
	}
	after, event, err := b.act(tx, originOf(r), d, c, texts...)
	if err != nil {
		return app.Response{}, err
	}
	return b.told(tx, after, event, reason)
}
