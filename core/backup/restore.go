package backup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/parleybot/parley/core/store"
)

// Restored is a ledger that came out of a backup.
type Restored struct {
	Header Header
	Path   string // of the database
	Kept   string // the second name of the ledger that was there before; "" for none
}

// Restore turns the backup at from into a database at to, which appears there
// complete and verified, or not at all. A ledger that is there already is ErrExists
// unless force is set; then it is kept beside it under another name. While a bot
// serves it, the error is store.ErrInUse.
func Restore(ctx context.Context, from, to string, force bool, o Options) (r Restored, err error) {
	o = o.ready()
	place, release, err := store.Reserve(ctx, to)
	if err != nil {
		return Restored{}, fmt.Errorf("backup: %w", err)
	}
	there, err := exists(place)
	if err == nil && there && !force {
		err = fmt.Errorf("%w: %s", ErrExists, place)
	}
	if err == nil {
		r, err = o.restore(ctx, from, place, there)
	}
	err = errors.Join(err, release())
	if err != nil && !there {
		err = errors.Join(err, remove(place+"-lock")) // of a ledger that never was
	}
	return r, err
}

func (o Options) restore(ctx context.Context, from, place string, there bool) (r Restored, err error) {
	// Beside its place, so that it can be moved there in one step, and under a name
	// that only the holder of the place's lease uses: what a killed restore left in
	// the clear goes with the next one.
	folder := filepath.Join(filepath.Dir(place), ".parley-restore-"+filepath.Base(place))
	if err := os.RemoveAll(folder); err != nil {
		return Restored{}, fmt.Errorf("backup: %w", err)
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		return Restored{}, fmt.Errorf("backup: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	fresh := filepath.Join(folder, readBack)
	h, err := o.revive(ctx, from, fresh)
	if err != nil {
		return Restored{}, err
	}
	old := former{place: place}
	if there {
		old.kept = place + ".before-" + o.Now().UTC().Format(stamp)
	}
	if err := old.stepAside(o.Disk); err != nil {
		return Restored{}, errors.Join(err, old.comeBack())
	}
	if err := o.Disk.Rename(fresh, place); err != nil {
		return Restored{}, errors.Join(fmt.Errorf("backup: %w", err), old.comeBack())
	}
	r = Restored{Header: h, Path: place, Kept: old.kept}
	if err := o.Disk.Sync(filepath.Dir(place)); err != nil {
		return r, fmt.Errorf("backup: the ledger is in its place, but may not outlive a power failure: %w", err)
	}
	return r, nil
}

// revive makes a verified database of a backup, and continues its log.
func (o Options) revive(ctx context.Context, from, to string) (Header, error) {
	h, err := unpackFile(ctx, from, to, o)
	if err != nil {
		return Header{}, err
	}
	err = o.with(ctx, to, func(s *store.Store) error {
		if err := o.examine(ctx, s, h); err != nil || o.Restored == nil {
			return err
		}
		err := s.Write(ctx, func(tx *store.Tx) error { return o.Restored(tx, h.Head) })
		if err != nil {
			return fmt.Errorf("backup: continue the log: %w", err)
		}
		return nil
	})
	if err != nil {
		return Header{}, err
	}
	if err := o.Disk.Sync(to); err != nil {
		return Header{}, fmt.Errorf("backup: %w", err)
	}
	return h, nil
}
