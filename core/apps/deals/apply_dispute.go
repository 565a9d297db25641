package deals

import (
	"errors"
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/fault"
)

// dispute is row 12. Everything stops until it is settled. A penalty of the one
// who disputes stays, or disputing would be a way out of it; the other's is
// taken back, for it can no longer be ended by a mark.
func (d *Deal) dispute(event *Event, by Side, now time.Time) error {
	if d.Status == Disputed && d.Dispute.By == by {
		return refuseAgain()
	}
	if d.Status != Active && d.Status != Marked && d.Status != Overdue {
		return refuseStatus(d.Status)
	}
	event.Type = EventDisputed
	event.Reversed = d.takeBack(by.Other())
	d.Dispute = Dispute{By: by, At: now, From: d.Status}
	d.Status = Disputed
	return nil
}

// withdraw is row 17: the deal goes on where it was disputed. Every time limit
// moves on by as long as the dispute took, so nobody gains or loses time by it.
func (d *Deal) withdraw(event *Event, by Side, now time.Time) error {
	if d.Status != Disputed {
		return refuseStatus(d.Status)
	}
	if d.Dispute.By != by {
		return fault.New(fault.Role, "deals.refuse.only_opener")
	}
	me, other := d.party(by), d.party(by.Other())
	if me.Withdrawals >= MaxWithdrawals {
		return fault.New(fault.Status, "deals.refuse.withdrawals")
	}
	me.Withdrawals++
	event.Type = EventWithdrawn
	took := max(0, now.Sub(d.Dispute.At))
	if !d.Late {
		d.DueAt = d.DueAt.Add(took)
	} else {
		d.OverdueAt = later(d.OverdueAt, took)
		d.LateMarkAt = later(d.LateMarkAt, took)
		if !other.Done {
			event.Penalty = d.penalise(by.Other())
		}
	}
	d.Status, d.Dispute = d.Dispute.From, Dispute{}
	return nil
}

// later moves an instant on, where there is one.
func later(t time.Time, by time.Duration) time.Time {
	if t.IsZero() {
		return t
	}
	return t.Add(by)
}

// resolve is rows 13 to 16, what a mediator decides. A deal that is overdue is
// ended without a dispute only as defaulted, and only after a grace.
func (d *Deal) resolve(event *Event, c Command, now time.Time) error {
	if d.Status != Disputed && (d.Status != Overdue || c.Result != Defaulted) {
		return refuseStatus(d.Status)
	}
	if from := d.OverdueAt.Add(Grace); d.Status == Overdue && now.Before(from) {
		return fault.New(fault.Status, "deals.refuse.grace", chat.Args{"when": chat.Time(from, chat.StyleDateTime)})
	}
	event.Type, event.Result = EventResolved, c.Result
	switch c.Result {
	case Active:
		if err := d.goOn(event, c.Due, now); err != nil {
			return err
		}
	case Completed:
		d.finish(event)
	case Defaulted:
		d.fail(event, c.AtFault)
	default:
		return errors.New("deals: no such result: " + string(c.Result))
	}
	d.Dispute = Dispute{}
	return nil
}

// goOn is row 13: both begin anew, with at least as much time as they had left
// when the dispute began, and never less than Left.
func (d *Deal) goOn(event *Event, due civil.Date, now time.Time) error {
	loc, err := civil.LoadZone(d.Zone)
	if err != nil {
		return err
	}
	end := now.Add(max(d.DueAt.Sub(d.Dispute.At), Left))
	if d.DueAt.After(end) {
		end = d.DueAt
	}
	day := dayOver(end, loc)
	if due != (civil.Date{}) && due.Before(day) {
		return fault.New(fault.Input, "deals.refuse.due_early", chat.Args{
			"first": dateNode(day), "example": chat.Code(day.String()),
		}).On("due")
	}
	if due.After(day) {
		day = due
	}
	d.DueDate, d.DueAt = day, civil.End(day, loc)
	event.Reversed = d.takeBack(SideA, SideB)
	d.A.Done, d.B.Done = false, false
	d.Late, d.OverdueAt, d.LateMarkAt = false, time.Time{}, time.Time{}
	d.Status = Active
	return nil
}

// dayOver returns the first day in a zone that is not over before an instant. An
// instant at which a day ends belongs to that day.
func dayOver(end time.Time, loc *time.Location) civil.Date {
	day := civil.Of(end.Add(-time.Millisecond), loc)
	for civil.End(day, loc).Before(end) { // clocks went back over midnight
		day = day.AddDays(1)
	}
	return day
}

// fail is rows 15 and 16.
func (d *Deal) fail(event *Event, atFault string) {
	for _, side := range []Side{SideA, SideB} {
		d.party(side).Outcome = NotAtFault
		if strings.Contains(atFault, string(side)) {
			d.party(side).Outcome = AtFault
			event.Default += string(side)
		}
	}
	event.Reversed = d.takeBack(SideA, SideB)
	d.Status, d.LateMarkAt = Defaulted, time.Time{}
}
