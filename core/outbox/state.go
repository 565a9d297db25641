package outbox

import (
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// State says where a notification stands.
type State string

// The open states. The notifications of one person or place form a queue: at
// most one is its head (ready or sending), the others wait behind it, and those
// whose time has not come stand beside the queue.
const (
	Later   State = "later"   // NotBefore lies ahead
	Behind  State = "behind"  // another one of its queue is first
	Ready   State = "ready"   // head of its queue, sent as soon as it is due
	Sending State = "sending" // head of its queue, handed to a frontend
)

// The final states.
const (
	Sent        State = "sent"
	Unknown     State = "unknown"     // may or may not have arrived
	Unreachable State = "unreachable" // no identity of the person can be written to
	Gone        State = "gone"        // the place no longer exists for us
	Forbidden   State = "forbidden"   // the place does not let us write
	Expired     State = "expired"     // its time was over before it could be sent
	Dead        State = "dead"        // given up; the row keeps its message
)

// Final reports whether nothing more will happen to a notification.
func (s State) Final() bool {
	switch s {
	case Later, Behind, Ready, Sending:
		return false
	}
	return true
}

// Failed reports whether it is known that a notification reached nobody.
func (s State) Failed() bool {
	switch s {
	case Unreachable, Gone, Forbidden, Dead:
		return true
	}
	return false
}

// Outcome is what became of one notification. At is when it ended, in UTC, and
// when it was queued while it is open. Message is zero unless it was sent. Person
// is the one it was for when it ended; Prefer goes on telling whose it was when
// persons have been linked since.
type Outcome struct {
	ID, Kind string
	Person   string
	Prefer   chat.UserRef
	Place    chat.PlaceRef
	State    State
	At       time.Time
	Message  chat.MessageRef
}

// Status returns the notifications of a subject, in the order in which they were
// queued. It works in reading transactions too.
func Status(tx *store.Tx, subject string) ([]Outcome, error) {
	return outcomes(tx, subject)
}
