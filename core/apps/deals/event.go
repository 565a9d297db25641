package deals

import (
	"strconv"

	"github.com/parleybot/parley/core/audit"
)

// The types of events. They are part of hashed bytes: never rename one.
const (
	EventCreated   = "deal.created"
	EventConfirmed = "deal.confirmed"
	EventClaimed   = "deal.claimed"
	EventMarked    = "deal.marked"
	EventNoted     = "deal.noted"
	EventCancelled = "deal.cancelled"
	EventOverdue   = "deal.overdue"
	EventDisputed  = "deal.disputed"
	EventWithdrawn = "deal.withdrawn"
	EventResolved  = "deal.resolved"

	// eventViewed belongs to no deal's chain: looking changes nothing.
	eventViewed = "access.viewed"
)

// Event is what one accepted command changed. Version is the deal's after it.
// Penalty, Reversed and Default name sides: "", "a", "b" or "ab".
type Event struct {
	Type     string
	By       Side
	From, To Status // From is "" for a new deal
	Cause    Cause  // EventCancelled
	Result   Status // EventResolved
	Penalty  string // against whom a penalty stands from now on
	Reversed string // whose penalty was taken back
	Default  string // whose fault it was that the deal defaulted
	Version  int
}

// again reports whether a deal became overdue once more (row 11), for which
// nobody is penalised: the first time at least one party is.
func (e Event) again() bool { return e.Type == EventOverdue && e.Penalty == "" }

// fields returns the "d" of the audit record, in its frozen order. Amounts and
// points are decimal strings, since a JSON number is not exact for all of them.
func (e Event) fields(d Deal) []audit.Field {
	switch e.Type {
	case EventCreated:
		return createdFields(d)
	case EventConfirmed, EventMarked, EventNoted, EventDisputed:
		return []audit.Field{{Name: "party", Value: string(e.By)}}
	case EventClaimed:
		return []audit.Field{{Name: "b", Value: audit.Actor(d.B.Person)}}
	case EventCancelled:
		return []audit.Field{{Name: "cause", Value: string(e.Cause)}}
	case EventOverdue:
		return []audit.Field{{Name: "penalty", Value: e.Penalty}}
	case EventWithdrawn:
		return []audit.Field{
			{Name: "party", Value: string(e.By)}, {Name: "penalty", Value: e.Penalty}, {Name: "due_at", Value: d.DueAt.UnixMilli()},
		}
	case EventResolved:
		return e.resolvedFields(d)
	}
	return nil
}

// resolvedFields hold an end only where the mediator set a new one.
func (e Event) resolvedFields(d Deal) []audit.Field {
	var dueDate string
	var dueAt int64
	if e.Result == Active {
		dueDate, dueAt = d.DueDate.String(), d.DueAt.UnixMilli()
	}
	return []audit.Field{
		{Name: "result", Value: string(e.Result)},
		{Name: "at_fault", Value: e.Default},
		{Name: "due_date", Value: dueDate},
		{Name: "due_at", Value: dueAt},
	}
}

// createdFields hold all that a replay needs to build the deal, and no username:
// what people typed is committed to as a text, so that it can be erased.
func createdFields(d Deal) []audit.Field {
	points, counterparty := "", ""
	if d.Rated {
		points = strconv.FormatInt(d.Points, 10)
	}
	if d.Claimed() {
		counterparty = audit.Actor(d.B.Person)
	}
	return []audit.Field{
		{Name: "network", Value: d.Network},
		{Name: "type", Value: d.Type},
		{Name: "amount", Value: strconv.FormatInt(d.Amount.Minor, 10)},
		{Name: "unit", Value: d.Amount.Unit},
		{Name: "scale", Value: d.Amount.Scale},
		{Name: "points", Value: points},
		{Name: "due_date", Value: d.DueDate.String()},
		{Name: "zone", Value: d.Zone},
		{Name: "due_at", Value: d.DueAt.UnixMilli()},
		{Name: "a", Value: audit.Actor(d.A.Person)},
		{Name: "b", Value: counterparty},
	}
}

// The roles in which somebody acts on a deal, as the log records them.
const (
	asPartyA = "party_a"
	asPartyB = "party_b"
	asSystem = "system"
)

func (e Event) as() string {
	switch e.By {
	case SideA:
		return asPartyA
	case SideB:
		return asPartyB
	}
	return asSystem
}
