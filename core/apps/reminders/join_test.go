package reminders

import (
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// joined are both apps, joined as a program joins them.
func joined(o deals.Options, every time.Duration) []app.App {
	s := New(Options{
		Settings: func(*store.Tx, string) (time.Duration, bool, error) { return every, true, nil },
		Deal: func(tx *store.Tx, id string) (Deal, error) {
			d, err := deals.Load(tx, id)
			return dealOf(d), err
		},
		Open: func(tx *store.Tx, person string, limit int) ([]Deal, error) {
			open, err := deals.OpenOf(tx, person, limit)
			var all []Deal
			for _, d := range open {
				all = append(all, dealOf(d))
			}
			return all, err
		},
		Holders: deals.Holders,
		Mine: func(tx *store.Tx, r *app.Request) (Deal, Side, error) {
			d, side, err := deals.Mine(tx, r)
			return dealOf(d), Side(side), err
		},
		Mediators: func(tx *store.Tx, id string) ([]string, chat.PlaceRef, error) {
			d, err := deals.Load(tx, id)
			if err != nil {
				return nil, chat.PlaceRef{}, err
			}
			return deals.MediatorsOf(tx, o, d)
		},
		List: deals.ListAction(),
	})
	o.Subscribers = append(o.Subscribers, func(tx *store.Tx, h deals.Happening) error {
		return s.Take(tx, dealOf(h.Before), dealOf(h.After), h.At)
	})
	return []app.App{deals.New(o), s.App()}
}

func dealOf(d deals.Deal) Deal {
	of := Deal{
		ID: d.ID, Handle: d.Handle, Community: d.Community, DueAt: d.DueAt, A: partyOf(d, deals.SideA), B: partyOf(d, deals.SideB),
		Minor: d.Amount.Minor, Unit: d.Amount.Unit, Scale: d.Amount.Scale,
		Line: func(tx *store.Tx, person string) (chat.Node, error) { return deals.Line(tx, d, person) },
		View: d.ViewAction(), Complete: d.CompleteAction(), Resolve: d.ResolveAction(),
	}
	switch d.Status {
	case deals.Active, deals.Marked:
		of.Phase = Working
	case deals.Overdue:
		of.Phase, of.Since = Overdue, d.OverdueAt
	case deals.Disputed:
		of.Phase, of.Since = Disputed, d.Dispute.At
	}
	return of
}

func partyOf(d deals.Deal, s deals.Side) Party {
	p := d.Party(s)
	return Party{Person: p.Person, Ref: p.Identity, Done: p.Done, Waits: d.WaitsFor(s)}
}
