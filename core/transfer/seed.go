package transfer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/parleybot/parley/core/store"
)

// seedsOf returns what migrations put into the tables of a new database. They put
// the same into every kind of database, so a small one made for a moment tells.
func seedsOf(ctx context.Context, migrations []store.Migrations) (seeds map[string]sum, err error) {
	folder, err := os.MkdirTemp("", "parley-transfer-*")
	if err != nil {
		return nil, fmt.Errorf("transfer: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(folder, "fresh.db"), Migrations: migrations})
	if err != nil {
		return nil, fmt.Errorf("transfer: %w", err)
	}
	seeds = map[string]sum{}
	err = s.Read(ctx, func(tx *store.Tx) error {
		all, err := tables(tx)
		for _, t := range all {
			if seeds[t.name], err = t.sum(tx); err != nil {
				return err
			}
		}
		return err
	})
	return seeds, errors.Join(err, s.Close())
}
