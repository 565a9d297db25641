package deals

import (
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/money"
)

// How long things wait.
const (
	// TTL is how long a deal waits for both confirmations.
	TTL = 7 * 24 * time.Hour
	// Grace is how long a party may wait for the other's mark after a late one,
	// before the deal counts as overdue again.
	Grace = 72 * time.Hour
)

// Side tells the two parties apart: A proposed the deal, B was asked.
type Side string

// The sides. Neither is the clock, or somebody who is no party.
const (
	Neither Side = ""
	SideA   Side = "a"
	SideB   Side = "b"
)

// Other returns the other party's side.
func (s Side) Other() Side {
	switch s {
	case SideA:
		return SideB
	case SideB:
		return SideA
	}
	return Neither
}

// Outcome is how a deal ended for one party; "" while it has not, and where its
// end counts for nobody.
type Outcome string

// The outcomes of a completed deal.
const (
	OnTime Outcome = "on_time"
	Late   Outcome = "late"
)

// Party is one side of a deal. Person is empty for the B of an invitation that
// nobody has claimed.
type Party struct {
	Person    string
	Identity  chat.UserRef
	Confirmed bool
	Done      bool // said that its side is done, a mark
	Outcome   Outcome
}

// Terms are what the parties agree on. They never change.
type Terms struct {
	Network string
	Type    string
	Amount  money.Amount
	Rated   bool
	Points  int64 // hundredths of a point, kept from creation; 0 unless Rated
	DueDate civil.Date
	Zone    string    // IANA, in which DueDate is meant
	DueAt   time.Time // the first instant after DueDate there
}

// Deal is the whole state of one agreement. Instants are UTC, whole
// milliseconds; zero means not yet. It is a value: Apply returns a new one.
type Deal struct {
	Terms
	ID        string // UUID version 7
	Handle    string // 8 upper-case hex digits, which people use
	Community string // "" where the defaults of the installation hold
	A, B      Party

	Status     Status
	Late       bool      // was overdue at some time
	OverdueAt  time.Time // when it first became so
	LateMarkAt time.Time // since when one late mark waits for the other
	Version    int       // number of events
	CreatedAt  time.Time
	ClosedAt   time.Time
}

// Party returns the party of a side; Neither gives nobody.
func (d Deal) Party(s Side) Party {
	switch s {
	case SideA:
		return d.A
	case SideB:
		return d.B
	}
	return Party{}
}

// SideOf returns the side a person is on. Two sides that became one person by
// linking give A.
func (d Deal) SideOf(person string) Side {
	switch person {
	case "":
		return Neither
	case d.A.Person:
		return SideA
	case d.B.Person:
		return SideB
	}
	return Neither
}

// Claimed reports whether there is a counterparty: somebody named, or the one
// who took the invitation.
func (d Deal) Claimed() bool { return d.B.Person != "" }

// ExpiresAt is when a deal stops waiting for confirmations.
func (d Deal) ExpiresAt() time.Time {
	if end := d.CreatedAt.Add(TTL); end.Before(d.DueAt) {
		return end
	}
	return d.DueAt
}

// SweepAt is the instant from which time alone changes the deal, or zero.
func (d Deal) SweepAt() time.Time {
	switch {
	case d.Status == Pending:
		return d.ExpiresAt()
	case (d.Status == Active || d.Status == Marked) && !d.Late:
		return d.DueAt
	case d.Status == Marked:
		return d.LateMarkAt.Add(Grace)
	}
	return time.Time{}
}

// SweepDue reports whether a row of the sweep is due.
func (d Deal) SweepDue(now time.Time) bool {
	at := d.SweepAt()
	return !at.IsZero() && !now.Before(at)
}

// party is Party for changing the deal in place.
func (d *Deal) party(s Side) *Party {
	if s == SideA {
		return &d.A
	}
	return &d.B
}
