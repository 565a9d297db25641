package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/parleybot/parley/core/store"
)

// The ways in which a backup is refused. Everything else is trouble with the
// machine.
var (
	// ErrBroken means that the file is not what was written: it was cut, changed,
	// or never a backup; or that the passphrase is another one, which cannot be
	// told apart.
	ErrBroken = errors.New("backup: the file is damaged, or the passphrase is not the one it was made with")
	// ErrLocked means that the file is encrypted and no passphrase was given.
	ErrLocked = errors.New("backup: the file is encrypted and no passphrase is set")
	// ErrNewer means that a newer program made the file.
	ErrNewer = errors.New("backup: the file was made by a newer program")
	// ErrExists means that there is a ledger where one was to be restored.
	ErrExists = errors.New("backup: there is a file already")
	// ErrBusy means that another backup is being made in the same folder.
	ErrBusy = errors.New("backup: another one is being made")
)

// errWrite marks what went wrong with the place something was copied to.
var errWrite = errors.New("write")

// broken reports what is wrong with a file, but for trouble of the machine's,
// which says nothing about the file.
func broken(what string, err error) error {
	if trouble(err) {
		return fmt.Errorf("backup: read %s: %w", what, err)
	}
	return fmt.Errorf("%w (%s: %w)", ErrBroken, what, err)
}

// trouble reports whether an error is the machine's or the caller's, and not what
// the content of a file is to blame for.
func trouble(err error) bool {
	var path *fs.PathError
	return errors.As(err, &path) || errors.Is(err, errWrite) || store.Unavailable(err) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
