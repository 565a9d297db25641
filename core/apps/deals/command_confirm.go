package deals

import (
	"slices"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// confirm is /deal confirm. Nobody agrees to terms unseen: who types it without
// having seen the card gets the card first.
func (b *book) confirm(tx *store.Tx, r *app.Request) (app.Response, error) {
	d, side, err := b.mine(tx, r)
	if err != nil {
		return app.Response{}, err
	}
	first := d.Status == Pending && d.Claimed() && !d.Party(side).Confirmed
	if first && !r.Pressed {
		seen, err := hasSeen(tx, d, side)
		if err != nil {
			return app.Response{}, err
		}
		if !seen {
			return b.lookFirst(tx, d, side)
		}
	}
	if first && side == SideB {
		if err := b.checkJoin(tx, r.Person.ID, d.Community); err != nil {
			return app.Response{}, err
		}
	}
	after, event, err := b.act(tx, originOf(r), d, Command{Act: ActConfirm, By: side})
	if err != nil {
		return app.Response{}, err
	}
	return b.told(tx, after, event, "")
}

// told tells the other side about an event and answers the one who caused it.
// The deal's words are read once for both.
func (b *book) told(tx *store.Tx, d Deal, e Event, quote string) (app.Response, error) {
	s, err := b.loadSheet(tx, d)
	if err != nil {
		return app.Response{}, err
	}
	if err := tellOther(tx, s, e, quote); err != nil {
		return app.Response{}, err
	}
	out := answer(tx, s, e.By, acknowledge(s, e))
	if e.Type == EventConfirmed || e.Type == EventMarked {
		out.Message.Rows = s.withReceipt(out.Message.Rows)
	}
	return out, nil
}

// answer is the reply to a party: a sentence, the card, what can be done next.
func answer(tx *store.Tx, s sheet, side Side, said chat.Node) app.Response {
	doc := append(chat.Document{chat.Paragraph(said)}, card(s, side)...)
	return app.Answer(doc, withView(s.buttons(side, tx.Now()), s.Deal)...)
}

func acknowledge(s sheet, e Event) chat.Node {
	switch {
	case e.To == Active && e.Type == EventConfirmed:
		return chat.T("deals.said.active")
	case e.To == Completed && e.Type == EventMarked:
		return chat.T("deals.said.completed")
	case e.Type == EventCancelled && !s.Claimed():
		return chat.T("deals.said.cancelled_invitation")
	case e.Type == EventCancelled && e.Cause == ForChange:
		return chat.T("deals.said.suggested", chat.Args{"name": s.called(SideA)})
	case e.Type == EventCancelled:
		return chat.T("deals.said.cancelled")
	case e.Type == EventWithdrawn:
		return chat.T("deals.said.withdrawn", chat.Args{"status": statusNode(e.To)})
	case e.Type == EventNoted && !s.Claimed():
		return chat.T("deals.said.noted_invitation")
	case e.Type == EventNoted:
		return chat.T("deals.said.noted")
	}
	return chat.T("deals.said.waiting")
}

// lookFirst shows the terms to a party that has not seen them.
func (b *book) lookFirst(tx *store.Tx, d Deal, side Side) (app.Response, error) {
	if err := markSeen(tx, d.ID, side); err != nil {
		return app.Response{}, err
	}
	s, err := b.loadSheet(tx, d)
	if err != nil {
		return app.Response{}, err
	}
	return answer(tx, s, side, chat.T("deals.said.look_first")), nil
}

// hasSeen reports whether the terms reached a party, in an answer or as a
// notification that was sent.
func hasSeen(tx *store.Tx, d Deal, side Side) (bool, error) {
	if shown, err := seenAt(tx, d.ID, side); err != nil || !shown.IsZero() {
		return err == nil, err
	}
	outcomes, err := outbox.Status(tx, d.ID)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(outcomes, func(o outbox.Outcome) bool {
		return o.Prefer == d.Party(side).Identity && o.State == outbox.Sent
	}), nil
}
