package deals

import (
	"errors"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
)

// Act is what a party, or the clock, does to a deal.
type Act string

// The acts. The numbers are the rows of the state machine.
const (
	ActConfirm  Act = "confirm"  // 2, 3
	ActClaim    Act = "claim"    // 2: takes an invitation and confirms it
	ActCancel   Act = "cancel"   // 4
	ActComplete Act = "complete" // 6, 7, 9, 10: a mark
	ActNote     Act = "note"     // 18
	ActSweep    Act = "sweep"    // 5, 8, 11: By is Neither
)

// Cause says why a deal was cancelled.
type Cause string

// The causes.
const (
	ByInitiator    Cause = "initiator"    // A took it back
	ByCounterparty Cause = "counterparty" // B declined
	ForChange      Cause = "change"       // B asked for other terms
	Expired        Cause = "expired"      // nobody confirmed in time
)

// Command is one act on a deal. Claimer is the new B of a claim, Cause that of
// a cancellation.
type Command struct {
	Act     Act
	By      Side
	Claimer Party
	Cause   Cause
}

// errNotDue is returned for a sweep of a deal whose time has not come. No
// person ever sees it: the sweep asks SweepDue first.
var errNotDue = errors.New("deals: nothing is due")

// Apply is the state machine: it returns the deal after an accepted command
// and the event that records it, with Version one higher. A refused command is
// a fault (STATUS, AGAIN) and changes nothing. Apply is pure, and now is the
// only clock it knows. It does not check limits or who the caller is.
func Apply(d Deal, c Command, now time.Time) (Deal, Event, error) {
	event := Event{By: c.By, From: d.Status}
	var err error
	switch c.Act {
	case ActConfirm:
		err = d.confirm(&event, c.By, now)
	case ActClaim:
		err = d.claim(&event, c.Claimer, now)
	case ActCancel:
		err = d.cancel(&event, c.By, c.Cause)
	case ActComplete:
		err = d.complete(&event, c.By, now)
	case ActNote:
		event.Type = EventNoted
	case ActSweep:
		err = d.sweep(&event, now)
	default:
		err = errors.New("deals: no such act: " + string(c.Act))
	}
	if err != nil {
		return Deal{}, Event{}, err
	}
	d.Version++
	if event.From.Open() && !d.Status.Open() {
		d.ClosedAt = now
	}
	event.To, event.Version = d.Status, d.Version
	return d, event, nil
}

// confirm is rows 2 and 3. The deal becomes active by both confirmations only.
func (d *Deal) confirm(event *Event, by Side, now time.Time) error {
	if d.Status == Pending && !d.Claimed() {
		return fault.New(fault.Status, "deals.refuse.unclaimed")
	}
	me := d.party(by)
	if me.Confirmed && d.Status != Cancelled {
		return refuseAgain()
	}
	if d.Status != Pending || !now.Before(d.ExpiresAt()) {
		return refuseStatus(d.Status)
	}
	me.Confirmed = true
	if d.A.Confirmed && d.B.Confirmed {
		d.Status = Active
	}
	event.Type = EventConfirmed
	return nil
}

// claim is the first confirmation of an invitation, by whoever takes it. A
// confirms after it, so no claim alone makes a deal active.
func (d *Deal) claim(event *Event, claimer Party, now time.Time) error {
	if d.Claimed() || claimer.Person == "" || claimer.Person == d.A.Person {
		return refuseInvitation()
	}
	if d.Status != Pending || !now.Before(d.ExpiresAt()) {
		return refuseInvitation()
	}
	d.B = Party{Person: claimer.Person, Identity: claimer.Identity, Confirmed: true}
	event.Type, event.By = EventClaimed, SideB
	return nil
}

// cancel is row 4: before both have confirmed either may leave, afterwards
// nobody alone.
func (d *Deal) cancel(event *Event, by Side, cause Cause) error {
	if d.Status != Pending {
		return refuseStatus(d.Status)
	}
	if cause == "" {
		cause = ByInitiator
		if by == SideB {
			cause = ByCounterparty
		}
	}
	d.Status = Cancelled
	event.Type, event.Cause = EventCancelled, cause
	return nil
}

// complete is rows 6, 7, 9 and 10: a mark, and with the second one the end.
func (d *Deal) complete(event *Event, by Side, now time.Time) error {
	me, other := d.party(by), d.party(by.Other())
	if me.Done && d.Status != Disputed {
		return refuseAgain()
	}
	switch {
	case d.Status == Active:
		d.Status = Marked
	case (d.Status == Marked || d.Status == Overdue) && other.Done:
		d.Status, d.LateMarkAt = Completed, time.Time{}
		d.A.Outcome, d.B.Outcome = d.outcome(), d.outcome()
	case d.Status == Overdue:
		d.Status, d.LateMarkAt = Marked, now
	default:
		return refuseStatus(d.Status)
	}
	me.Done = true
	event.Type = EventMarked
	return nil
}

// sweep is rows 5, 8 and 11: what time alone does.
func (d *Deal) sweep(event *Event, now time.Time) error {
	if !d.SweepDue(now) {
		return errNotDue
	}
	event.By = Neither
	if d.Status == Pending {
		d.Status = Cancelled
		event.Type, event.Cause = EventCancelled, Expired
		return nil
	}
	event.Type = EventOverdue
	if !d.Late {
		// Only the first time costs anything; row 11 finds Late set.
		d.Late, d.OverdueAt = true, now
		event.Penalty = d.unmarked()
	}
	d.Status, d.LateMarkAt = Overdue, time.Time{}
	return nil
}

// unmarked names the parties that have not marked: "", "a", "b" or "ab".
func (d *Deal) unmarked() string {
	var sides string
	if !d.A.Done {
		sides += string(SideA)
	}
	if !d.B.Done {
		sides += string(SideB)
	}
	return sides
}

func (d *Deal) outcome() Outcome {
	if d.Late {
		return Late
	}
	return OnTime
}

func refuseStatus(s Status) error {
	return fault.New(fault.Status, "deals.refuse.status", chat.Args{"status": statusNode(s)})
}

func refuseAgain() error { return fault.New(fault.Again, "deals.refuse.again") }

func refuseInvitation() error { return fault.New(fault.NotFound, "deals.refuse.invitation") }
