package backup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/transfer"
)

// export writes what a ledger in PostgreSQL holds, as of one instant, into a new
// SQLite database.
func (o Options) export(ctx context.Context, s *store.Store, to string) (err error) {
	plain, err := store.Open(ctx, store.Options{Path: to, Now: o.Now, Migrations: o.Migrations})
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	_, err = transfer.Copy(ctx, s, plain, transfer.Options{Migrations: o.Migrations})
	return errors.Join(err, plain.Close())
}

// RestoreInto turns the backup at from into the content of an open store that
// holds nothing yet, completely or not at all. The error is transfer.ErrNotEmpty
// where there is something already. The ledger stands meanwhile in a folder of its
// own in the system's place for temporary files, in the clear, and is always
// removed.
func RestoreInto(ctx context.Context, from string, to *store.Store, o Options) (h Header, err error) {
	o = o.ready()
	folder, err := os.MkdirTemp("", "parley-restore-*")
	if err != nil {
		return Header{}, fmt.Errorf("backup: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	plain := filepath.Join(folder, readBack)
	if h, err = o.revive(ctx, from, plain); err != nil {
		return Header{}, err
	}
	return h, o.with(ctx, plain, func(s *store.Store) error {
		_, err := transfer.Copy(ctx, s, to, transfer.Options{Migrations: o.Migrations})
		return err
	})
}
