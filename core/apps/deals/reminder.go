package deals

import (
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// This file is what others may ask about deals to remind people of them. It
// changes nothing.

// WaitsFor reports whether the deal is waiting for a side to do something: to
// confirm it, or to mark it.
func (d Deal) WaitsFor(s Side) bool {
	switch d.Status {
	case Pending:
		return d.Claimed() && !d.Party(s).Confirmed
	case Active, Marked, Overdue:
		return !d.Party(s).Done
	}
	return false
}

// Load returns a deal by its id, or an error matching store.ErrNotFound.
func Load(tx *store.Tx, id string) (Deal, error) { return loadByID(tx, id) }

// OpenOf returns up to limit open deals of a person, newest first.
func OpenOf(tx *store.Tx, person string, limit int) ([]Deal, error) {
	return openDeals(tx, person, limit)
}

// Mine returns the deal that the argument deal_id names and the caller's side in
// it. Unknown deals and those of others are refused alike, and counted.
func Mine(tx *store.Tx, r *app.Request) (Deal, Side, error) {
	b := &book{}
	return b.find(tx, r)
}

// MediatorsOf returns who is told that a deal needs a mediator: persons who can
// be reached and may decide it, and the place for mediators, zero where there is
// none. The options are those of the app.
func MediatorsOf(tx *store.Tx, o Options, d Deal) ([]string, chat.PlaceRef, error) {
	who, err := newBook(o).circleOf(tx, d)
	return who.persons, who.place, err
}

// Line is a deal in one line: what sets it apart for a party; for anybody else
// both names; and for "", a place where nobody knows who reads, neither.
func Line(tx *store.Tx, d Deal, reader string) (chat.Node, error) {
	begin := []chat.Node{chat.Bold(handleNode(d)), chat.Text(" "), statusNode(d.Status), chat.Text(" · ")}
	if d.SideOf(reader) != Neither {
		label, err := labelOf(tx, d, reader)
		return chat.Span(append(begin, label)...), err
	}
	line := append(begin, networkNode(d.Network), chat.Text(" · "), amountNode(d.Terms))
	if reader == "" {
		return chat.Span(line...), nil
	}
	for i, side := range []Side{SideA, SideB} {
		name, err := nameOf(tx, d.Party(side))
		if err != nil {
			return chat.Node{}, err
		}
		line = append(line, chat.Text([]string{" · ", " – "}[i]), called(name))
	}
	return chat.Span(line...), nil
}

// ListAction shows a person's deals.
func ListAction() *chat.Action { return chat.Do("deal list") }

// ViewAction shows the deal to whoever may see it.
func (d Deal) ViewAction() *chat.Action { return chat.Do(pathView, "deal_id", d.Handle) }

// CompleteAction asks a party once more, and marks its side complete.
func (d Deal) CompleteAction() *chat.Action { return chat.Do(pathDone, "deal_id", d.Handle) }

// ResolveAction asks a mediator how the deal is to end.
func (d Deal) ResolveAction() *chat.Action { return chat.Do(pathSettle, "deal_id", d.Handle) }
