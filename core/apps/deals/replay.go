package deals

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/money"
	"github.com/parleybot/parley/core/store"
)

// replay does what a logged event says once more, by the same rules, and fails
// where they would not have allowed it or would have led elsewhere. The zero
// deal comes before the first event. Handles and accounts stand in no event:
// they are left as they are.
func replay(d Deal, r audit.Record) (Deal, Event, error) {
	after, event, err := redo(d, r)
	if err != nil {
		return d, event, fmt.Errorf("deals: event %d: %w", r.Seq, err)
	}
	if event.Type != r.Type || string(event.From) != r.From || string(event.To) != r.To || event.Version != r.DealSeq {
		return d, event, fmt.Errorf("deals: event %d, %s, does not follow from the ones before it", r.Seq, r.Type)
	}
	if !slices.EqualFunc(event.fields(after), r.D, sameField) {
		return d, event, fmt.Errorf("deals: event %d, %s, holds other details than the rules give", r.Seq, r.Type)
	}
	return after, event, nil
}

func redo(d Deal, r audit.Record) (Deal, Event, error) {
	if r.Type == EventCreated {
		p, err := proposalOf(r)
		if err != nil {
			return d, Event{}, err
		}
		created, event := Open(p, r.At)
		return created, event, nil
	}
	c, err := commandOf(r)
	if err != nil {
		return d, Event{}, err
	}
	return Apply(d, c, r.At)
}

func sameField(made, logged audit.Field) bool {
	if n, ok := made.Value.(int); ok {
		made.Value = int64(n)
	}
	return made == logged
}

// proposalOf is the deal that an event of its creation describes.
func proposalOf(r audit.Record) (Proposal, error) {
	minor, err := strconv.ParseInt(r.Detail("amount"), 10, 64)
	if err != nil {
		return Proposal{}, err
	}
	due, err := civil.Parse(r.Detail("due_date"))
	if err != nil {
		return Proposal{}, err
	}
	p := Proposal{
		Terms: Terms{
			Network: r.Detail("network"), Type: r.Detail("type"), DueDate: due, Zone: r.Detail("zone"),
			Amount: money.Amount{Minor: minor, Unit: r.Detail("unit"), Scale: int(integer(r, "scale"))},
			DueAt:  store.Time(integer(r, "due_at")),
		},
		ID: r.Deal, Community: r.Community,
		A: Party{Person: personOf(r.Detail("a"))}, B: Party{Person: personOf(r.Detail("b"))},
	}
	if points := r.Detail("points"); points != "" {
		p.Rated = true
		p.Points, err = strconv.ParseInt(points, 10, 64)
	}
	return p, err
}

// commandOf is what somebody did, or the clock, that an event records.
func commandOf(r audit.Record) (Command, error) {
	c := Command{By: sideAs(r.As)}
	switch r.Type {
	case EventConfirmed:
		c.Act = ActConfirm
	case EventClaimed:
		c.Act, c.Claimer = ActClaim, Party{Person: personOf(r.Detail("b"))}
	case EventMarked:
		c.Act = ActComplete
	case EventNoted:
		c.Act = ActNote
	case EventDisputed:
		c.Act = ActDispute
	case EventWithdrawn:
		c.Act = ActWithdraw
	case EventOverdue:
		c.Act = ActSweep
	case EventCancelled:
		c.Act, c.Cause = ActCancel, Cause(r.Detail("cause"))
		if c.Cause == Expired {
			c.Act = ActSweep
		}
	case EventResolved:
		c.Act, c.Result, c.AtFault = ActResolve, Status(r.Detail("result")), r.Detail("at_fault")
		if typed := r.Detail("due_date"); typed != "" {
			var err error
			c.Due, err = civil.Parse(typed)
			return c, err
		}
	default:
		return c, fmt.Errorf("%s is no event of a deal", r.Type)
	}
	return c, nil
}

func sideAs(role string) Side {
	switch role {
	case asPartyA:
		return SideA
	case asPartyB:
		return SideB
	}
	return Neither
}

func personOf(actor string) string { return strings.TrimPrefix(actor, audit.Actor("")) }

func integer(r audit.Record, name string) int64 {
	for _, f := range r.D {
		if n, ok := f.Value.(int64); ok && f.Name == name {
			return n
		}
	}
	return 0
}
