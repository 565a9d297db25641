package deals

import (
	"strconv"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// news is what one party is told about a change: a sentence, perhaps somebody's
// words, then the card with the buttons that make sense for this party now.
type news struct {
	kind  string // of the notification
	lead  chat.Node
	quote string
	// sender is the person who is told where the news reaches nobody; undelivered
	// is what that person reads, nil for the usual words.
	sender      string
	senderOn    chat.UserRef // the account to try first; zero: the other party's
	undelivered chat.Document
	receipt     bool // offer the proof of it
}

// tell queues news for one side, in the transaction of the change. A change is
// told once to each side, however often its transaction is tried.
func tell(tx *store.Tx, s sheet, to Side, n news) error {
	party := s.Party(to)
	if party.Person == "" || party.erased() {
		return nil
	}
	doc := chat.Document{chat.Paragraph(n.lead)}
	if n.quote != "" {
		doc = append(doc, chat.Quote(chat.Said(n.quote)))
	}
	message := outbox.Notification{
		Person: party.Person, Prefer: party.Identity, Kind: "deals." + n.kind,
		Once:       "deals:" + s.ID + ":" + strconv.Itoa(s.Version) + ":" + string(to),
		Message:    chat.Message{Document: append(doc, card(s, to)...), Rows: withView(s.buttons(to, tx.Now()), s.Deal)},
		Repeatable: true, // reading of a deal twice is better than not at all
		Subject:    s.ID,
	}
	if n.receipt {
		message.Message.Rows = s.withReceipt(message.Message.Rows)
	}
	if n.sender != "" {
		message.Sender, message.SenderPrefer = n.sender, n.senderOn
		if n.senderOn.IsZero() {
			message.SenderPrefer = s.Party(to.Other()).Identity
		}
		message.Undelivered = n.undelivered
		message.UndeliveredRows = withView(nil, s.Deal)
		if n.undelivered == nil {
			message.Undelivered = chat.Say("deals.undelivered.news", chat.Args{
				"name": s.called(to), "deal": handleNode(s.Deal),
			})
		}
	}
	if s.Status == Pending {
		message.Expires = s.ExpiresAt()
	}
	_, _, err := outbox.Notify(tx, message)
	return err
}

// tellOther tells the other side what one side did.
func tellOther(tx *store.Tx, s sheet, e Event, quote string) error {
	kind := kindOf(e)
	return tell(tx, s, e.By.Other(), news{
		kind: kind, quote: quote, sender: s.Party(e.By).Person,
		lead: chat.T("deals.news."+kind, chat.Args{"name": s.called(e.By), "deal": handleNode(s.Deal)}),
	})
}

// kindOf names the news of an event, and its sentence in the catalogue.
func kindOf(e Event) string {
	switch e.Type {
	case EventConfirmed:
		if e.To == Active {
			return "active"
		}
		return "confirmed"
	case EventClaimed:
		return "claimed"
	case EventMarked:
		if e.To == Completed {
			return "completed"
		}
		return "marked"
	case EventDisputed:
		return "disputed"
	case EventWithdrawn:
		return "withdrawn"
	case EventNoted:
		return "noted"
	case EventCancelled:
		if e.Cause == ForChange {
			return "change"
		}
		if e.Cause == ByCounterparty {
			return "declined"
		}
		return "cancelled"
	}
	return "overdue"
}

// tellSwept tells the parties what time did. An expiry concerns whoever wanted
// the deal: its initiator, and a counterparty that had confirmed.
func (b *book) tellSwept(tx *store.Tx, d Deal, e Event) error {
	s, err := b.loadSheet(tx, d)
	if err != nil {
		return err
	}
	for _, side := range []Side{SideA, SideB} {
		if e.Cause == Expired && side == SideB && !d.B.Confirmed {
			continue
		}
		kind := sweptKind(d, e, side)
		args := chat.Args{"name": s.called(side.Other()), "deal": handleNode(d)}
		if e.again() {
			args["hours"] = graceHours()
		}
		if err := tell(tx, s, side, news{kind: kind, lead: chat.T("deals.news."+kind, args)}); err != nil {
			return err
		}
	}
	return nil
}

// sweptKind names the news of what time did for one side, which has marked or not.
func sweptKind(d Deal, e Event, side Side) string {
	kind := "overdue"
	switch {
	case e.Cause == Expired && !d.Claimed():
		return "expired_invitation"
	case e.Cause == Expired:
		return "expired"
	case e.again():
		kind = "overdue_again"
	}
	if d.Party(side).Done {
		kind += "_other"
	}
	return kind
}
