package house

import (
	"context"
	"errors"

	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/backup"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/store"
)

// BackupOptions say how the ledger that the settings name is backed up.
func BackupOptions(c config.Config) backup.Options {
	migrations := bot.Migrations(Apps(c, nil))
	return backup.Options{
		Dir: c.BackupDir, Passphrase: c.BackupKey, Migrations: migrations, Prepare: audit.Complete, Head: logHead,
		VerifyLog: func(ctx context.Context, s *store.Store) error {
			_, err := audit.VerifyLog(ctx, s, deals.CheckReplay, migrations...)
			return err
		},
	}
}

// logHead is the end of the log in a database; one that no bot ever ran on has none.
func logHead(tx *store.Tx) (backup.Head, error) {
	origin, err := audit.Open(tx, "")
	if errors.Is(err, store.ErrReadOnly) {
		return backup.Head{}, nil
	}
	if err != nil {
		return backup.Head{}, err
	}
	size, root, err := audit.Head(tx)
	if err != nil {
		return backup.Head{}, err
	}
	signed, err := audit.LatestCheckpoint(tx)
	return backup.NewHead(origin, size, root, signed), err
}
