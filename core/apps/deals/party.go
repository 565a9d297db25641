package deals

import "github.com/parleybot/parley/core/chat"

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

// The outcomes: of a completed deal, the same for both, and of a defaulted one.
const (
	OnTime     Outcome = "on_time"
	Late       Outcome = "late"
	AtFault    Outcome = "at_fault"
	NotAtFault Outcome = "not_at_fault"
)

// Party is one side of a deal. Person is empty for the B of an invitation that
// nobody has claimed.
type Party struct {
	Person    string
	Identity  chat.UserRef
	Confirmed bool
	Done      bool // said that its side is done, a mark
	// Penalised is set while a penalty for being overdue stands against it.
	Penalised   bool
	Withdrawals int // disputes it opened here and took back
	Outcome     Outcome
}

// erased reports whether somebody was this party whose account is not known any
// more. Only closed deals have such parties.
func (p Party) erased() bool { return p.Person != "" && p.Identity.IsZero() }

// Both names both sides where events name several.
const Both = string(SideA + SideB)

// penalise lets a penalty stand against a side and names it, as events do.
func (d *Deal) penalise(sides ...Side) string {
	var named string
	for _, side := range sides {
		d.party(side).Penalised = true
		named += string(side)
	}
	return named
}

// takeBack ends the penalties of sides and names those against whom one stood.
func (d *Deal) takeBack(sides ...Side) string {
	var named string
	for _, side := range sides {
		if d.Party(side).Penalised {
			named += string(side)
		}
		d.party(side).Penalised = false
	}
	return named
}

// unmarked are the parties that have not marked.
func (d *Deal) unmarked() (sides []Side) {
	for _, side := range []Side{SideA, SideB} {
		if !d.Party(side).Done {
			sides = append(sides, side)
		}
	}
	return sides
}
