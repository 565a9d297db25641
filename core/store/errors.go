package store

import (
	"errors"
	"fmt"
)

// Kind says what sort of trouble a database reported, in words that are the
// same for every driver.
type Kind int

// The kinds of trouble. Check covers every rule on the values of a row: CHECK,
// NOT NULL and strict types. Guard is a trigger that refused the change,
// or a right that the database's role was not given.
const (
	Other Kind = iota
	NotFound
	Unique
	ForeignKey
	Check
	Guard
	Busy
	Full
	ReadOnly
	IO
	Corrupt
)

// One sentinel for each Kind, for errors.Is.
var (
	ErrNotFound   error = sentinel(NotFound)
	ErrUnique     error = sentinel(Unique)
	ErrForeignKey error = sentinel(ForeignKey)
	ErrCheck      error = sentinel(Check)
	ErrGuard      error = sentinel(Guard)
	ErrBusy       error = sentinel(Busy)
	ErrFull       error = sentinel(Full)
	ErrReadOnly   error = sentinel(ReadOnly)
	ErrIO         error = sentinel(IO)
	ErrCorrupt    error = sentinel(Corrupt)
)

// Errors about the way the store is used, not about the data.
var (
	// ErrClosed is returned by Write and Read once Close has begun.
	ErrClosed = errors.New("store: closed")
	// ErrNested is returned by Write and Read when their context belongs to a
	// running transaction: waiting there would be waiting for oneself.
	ErrNested = errors.New("store: a transaction may not open another; use its Tx or a Savepoint")
	// ErrDone is returned by everything done with a Tx after its function ended.
	ErrDone = errors.New("store: transaction has ended")
	// ErrNewer is returned by Open when the database was migrated by a newer program.
	ErrNewer = errors.New("store: database is newer than this program")
	// ErrInUse is returned by Open when another process has the database open.
	ErrInUse = errors.New("store: database is in use by another process")
)

// Error is a database's error with its Kind; errors.Is matches it with the
// sentinel of that kind and with whatever the driver returned.
type Error struct {
	Kind Kind
	Err  error
}

// Error names the kind and repeats the driver's words.
func (e *Error) Error() string { return e.Kind.String() + ": " + e.Err.Error() }

// Unwrap returns the driver's error.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is the sentinel of this error's kind.
func (e *Error) Is(target error) bool {
	s, ok := target.(sentinel)
	return ok && Kind(s) == e.Kind
}

// Unavailable reports whether the database could not do its work at the moment:
// busy, full, read-only or failing, or not this process's any more. Nothing was
// recorded, unless the connection to a server was lost in the very moment of the
// commit; repeating may help, and whoever repeats has a key that makes a second
// time harmless.
func Unavailable(err error) bool {
	return errors.Is(err, ErrBusy) || errors.Is(err, ErrFull) ||
		errors.Is(err, ErrReadOnly) || errors.Is(err, ErrIO) || errors.Is(err, ErrFenced)
}

type sentinel Kind

func (s sentinel) Error() string { return "store: " + Kind(s).String() }

// String names the kind in lower-case words.
func (k Kind) String() string {
	names := [...]string{
		"other", "not found", "unique", "foreign key", "check", "guard",
		"busy", "full", "read-only", "input or output", "corrupt",
	}
	if k < 0 || int(k) >= len(names) {
		return fmt.Sprintf("kind %d", int(k))
	}
	return names[k]
}
