package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/store"
)

// withLedger opens the ledger that the settings name, which must be there, and
// runs do on it. While a bot has it, that is a copy of the ledger as it stands at
// one instant, taken by SQLite's own means across processes; neither waits for the
// other. The copy, which is in the clear, lies in a folder of its own in the
// system's place for temporary files and is always removed.
func withLedger(ctx context.Context, c config.Config, do func(s *store.Store, migrations []store.Migrations) error) (copied bool, err error) {
	if err := unsupported(c); err != nil {
		return false, err
	}
	if _, err := os.Stat(c.DatabasePath); errors.Is(err, fs.ErrNotExist) {
		return false, fmt.Errorf("there is no database %s: DATABASE_PATH says which one to look at", c.DatabasePath)
	}
	err = withStore(ctx, c, c.DatabasePath, do)
	if !errors.Is(err, store.ErrInUse) {
		return false, err
	}
	folder, err := os.MkdirTemp("", "parley-copy-*")
	if err != nil {
		return true, fmt.Errorf("copy the ledger, which is in use: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	place := filepath.Join(folder, filepath.Base(c.DatabasePath))
	if err := store.SnapshotFile(ctx, c.DatabasePath, place); err != nil {
		return true, fmt.Errorf("copy the ledger, which is in use: %w", err)
	}
	return true, withStore(ctx, c, place, do)
}

// withStore runs do on the database at path and closes it again.
func withStore(ctx context.Context, c config.Config, path string, do func(s *store.Store, migrations []store.Migrations) error) error {
	migrations := bot.Migrations(house.Apps(c, nil))
	s, err := store.Open(ctx, store.Options{Path: path, Logger: c.Logger(io.Discard), Migrations: migrations})
	if err != nil {
		return err
	}
	return errors.Join(do(s, migrations), s.Close())
}
