package deals

import (
	"time"

	"github.com/parleybot/parley/core/fault"
)

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
