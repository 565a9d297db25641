package backup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// former is the ledger that a restored one takes the place of. kept is its second
// name, "" where there is none to keep.
type former struct {
	place, kept string
	linked      []string // suffixes of the files that have their second name
}

// stepAside gives the former ledger its second name. Its write-ahead log must not
// stand at the place any more when another ledger comes there, because it would
// be applied to that one. At no moment is anything of the former without a name.
func (f *former) stepAside(disk Disk) error {
	if f.kept == "" {
		return remove(f.place+"-wal", f.place+"-shm") // of a ledger long gone
	}
	for _, suffix := range []string{"", "-wal"} {
		found, err := exists(f.place + suffix)
		if err == nil && found {
			err = disk.Link(f.place+suffix, f.kept+suffix)
		}
		if err != nil {
			return fmt.Errorf("backup: keep the old ledger: %w", err)
		}
		if found {
			f.linked = append(f.linked, suffix)
		}
	}
	if err := disk.Sync(filepath.Dir(f.place)); err != nil {
		return fmt.Errorf("backup: keep the old ledger: %w", err)
	}
	return remove(f.place+"-wal", f.place+"-shm")
}

// comeBack undoes stepAside, after which nothing has changed.
func (f *former) comeBack() error {
	var errs []error
	for _, suffix := range f.linked {
		if err := os.Link(f.kept+suffix, f.place+suffix); err != nil && !errors.Is(err, fs.ErrExist) {
			errs = append(errs, fmt.Errorf("backup: the old ledger is at %s: %w", f.kept, err))
			continue
		}
		errs = append(errs, remove(f.kept+suffix))
	}
	return errors.Join(errs...)
}

func exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("backup: %w", err)
	}
	return true, nil
}

// remove removes those of the files that are there.
func remove(paths ...string) error {
	var errs []error
	for _, path := range paths {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, fmt.Errorf("backup: %w", err))
		}
	}
	return errors.Join(errs...)
}
