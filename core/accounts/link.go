package accounts

import (
	"errors"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// How long things of a link last.
const (
	CodeTime    = 10 * time.Minute // a code may be typed
	ConfirmTime = time.Hour        // both sides may confirm
	UndoTime    = 24 * time.Hour   // either side may undo
)

// Why a code is not accepted, or a link goes no further. The first three are
// wrong tries, which callers count.
var (
	ErrCodeWrong    = errors.New("accounts: no such code")
	ErrCodeUsed     = errors.New("accounts: the code was used")
	ErrCodeExpired  = errors.New("accounts: the code has expired")
	ErrCodeOwn      = errors.New("accounts: the code was made by the same account")
	ErrSamePlatform = errors.New("accounts: both accounts are on one platform")
	ErrSamePerson   = errors.New("accounts: both accounts are one person already")
	ErrLinkAgain    = errors.New("accounts: this side has confirmed already")
	ErrLinkOver     = errors.New("accounts: the link is past that")
)

// LinkState says how far a link has come.
type LinkState string

// The states of a link.
const (
	LinkAsked    LinkState = "asked"    // waits for both sides until ConfirmTime is over
	LinkMerged   LinkState = "merged"   // one person; may be undone within UndoTime
	LinkDeclined LinkState = "declined" // by either side
	LinkUndone   LinkState = "undone"   // two persons again
)

// Link joins two accounts on two platforms into one person. A made the code, B
// typed it.
type Link struct {
	ID         string
	A, B       Identity // as they are now
	AConfirmed bool
	BConfirmed bool
	State      LinkState
	AskedAt    time.Time
	MergedAt   time.Time // zero before
	Moved      []Move    // by the call that returned the link
}

// Move is one identity going from one person to another.
type Move struct {
	Identity chat.UserRef
	From, To string // person ids
}

// UndoUntil is the instant from which a merged link can no longer be undone.
func (l Link) UndoUntil() time.Time { return l.MergedAt.Add(UndoTime) }

// younger tells which of two persons gives up its identities. Equal instants
// leave it to the ids, so that it never depends on who asked.
func younger(a, b Person) (from, to Person) {
	if c := a.CreatedAt.Compare(b.CreatedAt); c < 0 || c == 0 && a.ID < b.ID {
		return b, a
	}
	return a, b
}
