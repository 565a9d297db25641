package app

import (
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// Refusal is a fault that leaves a trace: the engine undoes what the command
// did, as for any fault, and then runs Keep in the same transaction. It is for
// what must outlive a refusal, such as the count of wrong codes.
type Refusal struct { //nolint:errname // named for what it is, like fault.Fault
	Fault *fault.Fault
	Keep  func(tx *store.Tx) error
}

// Refuse returns the refusal f, after which keep is to run.
func Refuse(f *fault.Fault, keep func(tx *store.Tx) error) error {
	return &Refusal{Fault: f, Keep: keep}
}

// Error describes the fault for logs.
func (r *Refusal) Error() string { return r.Fault.Error() }

// Unwrap returns the fault, so that fault.As and fault.Is see it.
func (r *Refusal) Unwrap() error { return r.Fault }
