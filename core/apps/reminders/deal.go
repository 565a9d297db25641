package reminders

import (
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// Phase is what a deal is in, as far as somebody could be reminded of it.
type Phase string

// The phases.
const (
	Idle     Phase = ""         // not agreed yet, or over
	Working  Phase = "working"  // both confirmed, not both marked
	Overdue  Phase = "overdue"  // its time is over
	Disputed Phase = "disputed" // a mediator has to decide
)

// Side tells the parties of a deal apart; Mediators are neither.
type Side string

// The sides.
const (
	SideA     Side = "a"
	SideB     Side = "b"
	Mediators Side = ""
)

// Deal is what this app knows of a deal. Instants are UTC.
type Deal struct {
	ID, Handle, Community string
	Phase                 Phase
	DueAt                 time.Time
	Since                 time.Time // when it became overdue or disputed, in these phases
	A, B                  Party

	Minor int64 // the amount, Minor / 10^Scale Unit
	Unit  string
	Scale int

	// Line is the deal in one line for a person; "" for a place.
	Line func(tx *store.Tx, person string) (chat.Node, error)
	// The actions of buttons: to see it, to mark one's side, to decide it.
	View, Complete, Resolve *chat.Action
}

// Party is one side of a deal. Waits says that something is asked of it now.
type Party struct {
	Person string
	Ref    chat.UserRef
	Done   bool // has marked
	Waits  bool
}

func (d Deal) party(s Side) Party {
	if s == SideB {
		return d.B
	}
	return d.A
}

// sideOf returns the side a person is on.
func (d Deal) sideOf(person string) (Side, bool) {
	switch person {
	case d.A.Person:
		return SideA, true
	case d.B.Person:
		return SideB, true
	}
	return Mediators, false
}

// Kind is what somebody is reminded of.
type Kind string

// The kinds.
const (
	KindDue      Kind = "due"
	KindUrgent   Kind = "urgent"
	KindDisputed Kind = "disputed"
	KindOverdue  Kind = "overdue"
)

// When each kind may be told: before the end, and after a dispute was opened or
// the end had passed.
const (
	dueBefore    = 48 * time.Hour
	urgentBefore = 24 * time.Hour
	waitedFor    = 72 * time.Hour
)

// rank orders the kinds for parties, the most urgent first.
func (k Kind) rank() int {
	if k == KindUrgent {
		return 0
	}
	return 1
}

// waiting is a reminder that waits for its time. Of is the instant that it is
// about: a deal that gets another end is another thing to be reminded of.
type waiting struct {
	Deal   string
	Side   Side
	Kind   Kind
	Of     time.Time
	At     time.Time // from when it may be told
	Person string    // "" for mediators: who they are is seen when they are told
	Ref    chat.UserRef
}

// ripe is the instant from which a party may be told.
func (w waiting) ripe() time.Time {
	if w.Kind == KindUrgent {
		return w.Of.Add(-urgentBefore)
	}
	return w.Of.Add(-dueBefore)
}

// wanted are the reminders that a deal asks for as it stands.
func (d Deal) wanted() (all []waiting) {
	switch d.Phase {
	case Working:
		for _, side := range []Side{SideA, SideB} {
			p := d.party(side)
			if p.Done {
				continue
			}
			for _, kind := range []Kind{KindDue, KindUrgent} {
				w := waiting{Deal: d.ID, Side: side, Kind: kind, Of: d.DueAt, Person: p.Person, Ref: p.Ref}
				w.At = w.ripe()
				all = append(all, w)
			}
		}
	case Overdue:
		all = append(all, waiting{Deal: d.ID, Kind: KindOverdue, Of: d.Since, At: d.Since.Add(waitedFor)})
	case Disputed:
		all = append(all, waiting{Deal: d.ID, Kind: KindDisputed, Of: d.Since, At: d.Since.Add(waitedFor)})
	}
	return all
}

// holds reports whether a reminder is still about the deal as it stands.
func (d Deal) holds(w waiting, now time.Time) bool {
	switch w.Kind {
	case KindDisputed:
		return d.Phase == Disputed && d.Since.Equal(w.Of)
	case KindOverdue:
		return d.Phase == Overdue && d.Since.Equal(w.Of)
	}
	p := d.party(w.Side)
	return d.Phase == Working && d.DueAt.Equal(w.Of) && now.Before(d.DueAt) && !p.Done && p.Person == w.Person
}

// turn is the first time at or after an instant at which a community's reminders
// run. It counts from the beginning of the calendar, so no run has to be stored.
func turn(at time.Time, every time.Duration) time.Time {
	t := at.Truncate(every)
	if t.Before(at) {
		return t.Add(every)
	}
	return t
}
