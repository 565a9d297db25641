package deals

import "time"

// Proposal is everything that a new deal is made of. B.Person is empty for an
// invitation.
type Proposal struct {
	Terms
	ID, Handle, Community string
	A, B                  Party
}

// Open is row 1: it returns the deal that a proposal makes and the event that
// records it. It does not check limits, and the terms are the caller's to check.
func Open(p Proposal, now time.Time) (Deal, Event) {
	d := Deal{
		Terms: p.Terms, ID: p.ID, Handle: p.Handle, Community: p.Community,
		A:      Party{Person: p.A.Person, Identity: p.A.Identity},
		B:      Party{Person: p.B.Person, Identity: p.B.Identity},
		Status: Pending, Version: 1, CreatedAt: now,
	}
	return d, Event{Type: EventCreated, By: SideA, To: Pending, Version: 1}
}
