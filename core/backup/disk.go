package backup

import (
	"errors"
	"io"
	"os"
)

// Disk is all that puts something on the disk for good. There is the machine's,
// and one in the tests that fails at every step in turn.
type Disk interface {
	// Create makes a new file that its owner alone may read.
	Create(name string) (File, error)
	// Sync returns once a file or folder is safe on the disk.
	Sync(name string) error
	// Rename moves a file, in one step, over whatever has that name.
	Rename(from, to string) error
	// Link gives a file a second name, which nothing may have yet.
	Link(from, to string) error
}

// File is a file that is being written.
type File interface {
	io.WriteCloser
	Sync() error
}

// machine is the real disk.
type machine struct{}

func (machine) Create(name string) (File, error) {
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

func (machine) Sync(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func (machine) Rename(from, to string) error { return os.Rename(from, to) }

func (machine) Link(from, to string) error { return os.Link(from, to) }

// finish closes a file that was written, and makes sure of it first.
func finish(f File, err error) error {
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
