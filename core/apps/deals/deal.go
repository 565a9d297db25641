package deals

import (
	"time"

	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/money"
)

// How long things wait.
const (
	// TTL is how long a deal waits for both confirmations.
	TTL = 7 * 24 * time.Hour
	// Grace is how long a party may wait for the other's mark after a late one,
	// before the deal counts as overdue again; and how long a deal is overdue
	// before a mediator may call it defaulted.
	Grace = 72 * time.Hour
	// Left is the least time that the parties have after a mediator sent a deal
	// back to them.
	Left = 48 * time.Hour
)

// MaxWithdrawals is how many disputes a party may withdraw in one deal. After
// that only a mediator ends a dispute, so that disputing is no way to gain time.
const MaxWithdrawals = 2

// Terms are what the parties agree on. They never change, but for the end: a
// dispute stops the clock, and a mediator may grant more time.
type Terms struct {
	Network string
	Type    string
	Amount  money.Amount
	Rated   bool
	Points  int64 // hundredths of a point, kept from creation; 0 unless Rated
	DueDate civil.Date
	Zone    string    // IANA, in which DueDate is meant
	DueAt   time.Time // the first instant after DueDate there, plus the length of withdrawn disputes
}

// Dispute is what a deal waits for while it is disputed; zero at other times.
// Its reason is a text of the log.
type Dispute struct {
	By   Side
	At   time.Time
	From Status // where a withdrawal leads back to
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
	OverdueAt  time.Time // when it first became so; moves on by the length of withdrawn disputes
	LateMarkAt time.Time // since when one late mark waits for the other
	Dispute    Dispute
	Version    int // number of events
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
