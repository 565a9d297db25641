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
// runs do on it. While a bot has a file, that is a copy of the ledger as it stands
// at one instant, taken by SQLite's own means across processes; neither waits for
// the other. The copy, which is in the clear, lies in a folder of its own in the
// system's place for temporary files and is always removed.
func withLedger(ctx context.Context, c config.Config, do func(s *store.Store, migrations []store.Migrations) error) (copied bool, err error) {
	place := house.Ledger(c)
	if _, err := os.Stat(place.Path); place.URL == "" && errors.Is(err, fs.ErrNotExist) {
		return false, fmt.Errorf("there is no database %s: DATABASE_PATH says which one to look at", place.Path)
	}
	err = withStore(ctx, c, place, do)
	if !errors.Is(err, store.ErrInUse) {
		return false, err
	}
	folder, err := os.MkdirTemp("", "parley-copy-*")
	if err != nil {
		return true, fmt.Errorf("copy the ledger, which is in use: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	beside := filepath.Join(folder, filepath.Base(place.Path))
	if err := store.SnapshotFile(ctx, place.Path, beside); err != nil {
		return true, fmt.Errorf("copy the ledger, which is in use: %w", err)
	}
	return true, withStore(ctx, c, store.Options{Path: beside}, do)
}

// withStore runs do on the database at place and closes it again.
func withStore(ctx context.Context, c config.Config, place store.Options, do func(s *store.Store, migrations []store.Migrations) error) error {
	migrations := bot.Migrations(house.Apps(c, nil))
	place.Logger, place.Migrations = c.Logger(io.Discard), migrations
	s, err := store.Open(ctx, place)
	if err != nil {
		return err
	}
	return errors.Join(do(s, migrations), s.Close())
}
