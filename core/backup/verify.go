package backup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/parleybot/parley/core/store"
)

// Verify reads the backup at path back and checks all of it: every byte, the
// database's structure and references, and the log against the header. What it
// reads stands meanwhile in a folder of its own in the system's place for
// temporary files, in the clear, and is always removed.
func Verify(ctx context.Context, path string, o Options) (h Header, err error) {
	o = o.ready()
	folder, err := os.MkdirTemp("", "parley-verify-*")
	if err != nil {
		return Header{}, fmt.Errorf("backup: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	return o.readBack(ctx, path, filepath.Join(folder, readBack))
}

// readBack turns a backup into a database at to, and checks it.
func (o Options) readBack(ctx context.Context, path, to string) (Header, error) {
	h, err := unpackFile(ctx, path, to, o)
	if err != nil {
		return Header{}, err
	}
	return h, o.with(ctx, to, func(s *store.Store) error { return o.examine(ctx, s, h) })
}

// with opens a copy of a database, brings it up to date, and closes it.
func (o Options) with(ctx context.Context, path string, do func(s *store.Store) error) (err error) {
	s, err := store.Open(ctx, store.Options{Path: path, Now: o.Now, Migrations: o.Migrations})
	if errors.Is(err, store.ErrNewer) {
		return fmt.Errorf("%w: %w", ErrNewer, err)
	}
	if errors.Is(err, store.ErrCorrupt) {
		return broken("the database", err)
	}
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if o.Prepare != nil {
		if err := o.Prepare(ctx, s); err != nil {
			return fmt.Errorf("backup: bring the copy up to date: %w", err)
		}
	}
	return do(s)
}

// examine checks a database that was read back against its header.
func (o Options) examine(ctx context.Context, s *store.Store, h Header) error {
	if err := s.Inspect(ctx); err != nil {
		if errors.Is(err, store.ErrCorrupt) {
			return broken("the database", err)
		}
		return fmt.Errorf("backup: %w", err)
	}
	got, err := o.head(ctx, s)
	if err != nil {
		return err
	}
	if o.Head != nil && got != h.Head {
		return broken("the log", fmt.Errorf("it ends with event %d of %s, the header says %d of %s",
			got.Size, got.Origin, h.Size, h.Origin))
	}
	if o.VerifyLog == nil {
		return nil
	}
	if err := o.VerifyLog(ctx, s); err != nil {
		return broken("the log", err)
	}
	return nil
}
