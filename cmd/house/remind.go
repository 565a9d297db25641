package house

import (
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/apps/reminders"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/store"
)

// reminding is what the app that reminds asks of the deals.
func (h *House) reminding(o deals.Options) reminders.Options {
	return reminders.Options{
		Settings: h.rhythm,
		Deal: func(tx *store.Tx, id string) (reminders.Deal, error) {
			d, err := deals.Load(tx, id)
			return reminded(d), err
		},
		Open: func(tx *store.Tx, person string, limit int) ([]reminders.Deal, error) {
			open, err := deals.OpenOf(tx, person, limit)
			all := make([]reminders.Deal, len(open))
			for i, d := range open {
				all[i] = reminded(d)
			}
			return all, err
		},
		Holders: deals.Holders,
		Mine: func(tx *store.Tx, r *app.Request) (reminders.Deal, reminders.Side, error) {
			d, side, err := deals.Mine(tx, r)
			return reminded(d), reminders.Side(side), err
		},
		Mediators: func(tx *store.Tx, id string) ([]string, chat.PlaceRef, error) {
			d, err := deals.Load(tx, id)
			if err != nil {
				return nil, chat.PlaceRef{}, err
			}
			return deals.MediatorsOf(tx, o, d)
		},
		List: deals.ListAction(),
	}
}

// reminded is what of a deal somebody may be reminded of.
func reminded(d deals.Deal) reminders.Deal {
	party := func(side deals.Side) reminders.Party {
		p := d.Party(side)
		return reminders.Party{Person: p.Person, Ref: p.Identity, Done: p.Done, Waits: d.WaitsFor(side)}
	}
	out := reminders.Deal{
		ID: d.ID, Handle: d.Handle, Community: d.Community, DueAt: d.DueAt, A: party(deals.SideA), B: party(deals.SideB),
		Minor: d.Amount.Minor, Unit: d.Amount.Unit, Scale: d.Amount.Scale,
		View: d.ViewAction(), Complete: d.CompleteAction(), Resolve: d.ResolveAction(),
		Line: func(tx *store.Tx, person string) (chat.Node, error) { return deals.Line(tx, d, person) },
	}
	switch d.Status {
	case deals.Active, deals.Marked:
		out.Phase = reminders.Working
	case deals.Overdue:
		out.Phase, out.Since = reminders.Overdue, d.OverdueAt
	case deals.Disputed:
		out.Phase, out.Since = reminders.Disputed, d.Dispute.At
	}
	return out
}

// rhythm is how often a community's reminders run, and whether it has a digest.
func (h *House) rhythm(tx *store.Tx, community string) (time.Duration, bool, error) {
	s := h.defaults()
	if community != "" {
		var err error
		if s, _, err = communities.SettingsOf(tx, community, s); err != nil {
			return 0, false, err
		}
	}
	return time.Duration(s.ReminderMinutes) * time.Minute, s.WeeklySummary, nil
}
