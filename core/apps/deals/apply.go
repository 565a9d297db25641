package deals

import (
	"errors"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/fault"
)

// Act is what a party, a mediator or the clock does to a deal.
type Act string

// The acts. The numbers are the rows of the state machine.
const (
	ActConfirm  Act = "confirm"  // 2, 3
	ActClaim    Act = "claim"    // 2: takes an invitation and confirms it
	ActCancel   Act = "cancel"   // 4
	ActComplete Act = "complete" // 6, 7, 9, 10: a mark
	ActDispute  Act = "dispute"  // 12
	ActResolve  Act = "resolve"  // 13 to 16: By is Neither
	ActWithdraw Act = "withdraw" // 17
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

// Command is one act on a deal.
type Command struct {
	Act     Act
	By      Side
	Claimer Party      // the new B of a claim
	Cause   Cause      // of a cancellation
	Result  Status     // what a mediator decides: Active, Completed or Defaulted
	AtFault string     // "a", "b" or "ab", where the result is Defaulted
	Due     civil.Date // a later due date, where the result is Active; zero for none
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
	case ActDispute:
		err = d.dispute(&event, c.By, now)
	case ActResolve:
		err = d.resolve(&event, c, now)
	case ActWithdraw:
		err = d.withdraw(&event, c.By, now)
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

func refuseStatus(s Status) error {
	return fault.New(fault.Status, "deals.refuse.status", chat.Args{"status": statusNode(s)})
}

func refuseAgain() error { return fault.New(fault.Again, "deals.refuse.again") }

func refuseInvitation() error { return fault.New(fault.NotFound, "deals.refuse.invitation") }
