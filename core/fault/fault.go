// Package fault holds the errors that people see. A fault carries a code, by
// which code decides, and a phrase, which the person reads in their language.
// Every other error is a cause: it is logged under an id, and the person is
// shown that id and nothing else.
package fault

import (
	"errors"

	"github.com/parleybot/parley/core/chat"
)

// Code says what kind of refusal a fault is.
type Code string

// The codes. They are stored in request records: never rename one.
const (
	Input    Code = "input"     // an option or answer is wrong; says how it should look
	NotFound Code = "not_found" // no such thing, or not yours: both look the same
	Status   Code = "status"    // not possible in the present state
	Again    Code = "again"     // already recorded; nothing changed
	Role     Code = "role"      // this person may not do this here
	Limit    Code = "limit"     // a limit is reached; says when it frees
	Busy     Code = "busy"      // nothing was recorded; please repeat
	Expired  Code = "expired"   // the button, form or wizard is over
	Unknown  Code = "unknown"   // no such command
	Internal Code = "internal"  // a mistake of ours; says the id under which it is logged
)

// Fault is a refusal that a person reads. Rows offer what to do next.
type Fault struct {
	Code   Code
	Phrase chat.Node
	Rows   []chat.Row
	Option string // the option that was wrong, where one was
}

// New returns a fault that says the phrase of a catalogue key.
func New(code Code, key string, args ...chat.Args) *Fault {
	return &Fault{Code: code, Phrase: chat.T(key, args...)}
}

// With returns a copy that also offers rows of buttons.
func (f *Fault) With(rows ...chat.Row) *Fault {
	g := *f
	g.Rows = append(append([]chat.Row(nil), f.Rows...), rows...)
	return &g
}

// On returns a copy that names the option that was wrong, so that it is what is
// asked for again.
func (f *Fault) On(option string) *Fault {
	g := *f
	g.Option = option
	return &g
}

// Error returns the code and the catalogue key, for logs.
func (f *Fault) Error() string { return "fault: " + string(f.Code) + ": " + f.Phrase.Key }

// As returns the fault in an error's chain, or false.
func As(err error) (*Fault, bool) {
	var f *Fault
	ok := errors.As(err, &f)
	return f, ok
}

// Is reports whether err is a fault of that code.
func Is(err error, code Code) bool {
	f, ok := As(err)
	return ok && f.Code == code
}
