package rep

import (
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Kind says what a fact reports.
type Kind string

// The kinds of facts. Penalised, Reversed, Defaulted and Cancelled come for whom
// they concern, the others for each party of the deal.
const (
	Activated Kind = "activated" // both sides confirmed
	Completed Kind = "completed" // the deal ended well
	Penalised Kind = "penalised" // the person had not marked when the deal was due
	Reversed  Kind = "reversed"  // the person's penalty was taken back
	Defaulted Kind = "defaulted" // the person was found at fault
	Disputed  Kind = "disputed"
	Cancelled Kind = "cancelled"
)

// Fact is what one event of the log did to one person. The facts of an event
// keep their order for ever. Persons are those of today: whoever was linked
// since is one of them.
type Fact struct {
	Seq     int64     // the event's position in the log
	At      time.Time // the event's instant
	Deal    string    // id
	Handle  string    // 8 hexadecimal digits
	Network string
	Kind    Kind
	Person  string    // whom it is about
	Other   string    // the other party
	Points  int64     // hundredths of a point, 0 where the unit is not rated
	Late    bool      // Completed: after the due date
	Amount  chat.Node // as agreed
}

// oneself reports that both parties became one person by a link: what is good
// about such a deal counts for nothing.
func (f Fact) oneself() bool { return f.Person == f.Other }

// The outcomes, as they are kept and exported.
const (
	outcomeOnTime  = "on_time"
	outcomeLate    = "late"
	outcomeOverdue = "overdue"
	outcomeDefault = "default"
)
