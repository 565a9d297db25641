package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/backup"
	"github.com/parleybot/parley/core/store"
)

const restoreUsage = `Usage: parley restore FILE [--to PATH] [--force]

  --to     where the ledger is to be; nothing is there before it was verified. Without it,
           the ledger goes into the PostgreSQL database of DATABASE_OWNER_URL or DATABASE_URL,
           which must be empty
  --force  take the place of a ledger that is there; it is kept beside the new one

The restored log goes on under a new name, since the old one may have gone on too.
It exits with 0 when all is well, 1 when the backup is broken or the passphrase is another one, 2 on
any other error.
`

// restoreCommand runs "parley restore" and returns the exit code.
func restoreCommand(ctx context.Context, c config.Config, args []string, std streams) (exit int) {
	flags := quietFlags("restore")
	to := flags.String("to", "", "")
	force := flags.Bool("force", false, "")
	files, err := operands(flags, args)
	if err != nil || len(files) != 1 || *to == "" && (c.DatabaseURL == "" || *force) {
		say(std.err, restoreUsage)
		return exitOther
	}
	o := house.BackupOptions(c)
	var origin string
	o.Restored = func(tx *store.Tx, old backup.Head) (err error) {
		origin, err = continueLog(tx, c, old)
		return err
	}
	var r backup.Restored
	if *to == "" {
		r, err = restoreInto(ctx, c, files[0], o)
	} else {
		r, err = backup.Restore(ctx, files[0], *to, *force, o)
	}
	if r.Path != "" {
		say(std.out, restored(r, origin))
	}
	if errors.Is(err, backup.ErrExists) {
		err = fmt.Errorf("%w; --force takes its place and keeps it", err)
	}
	if errors.Is(err, store.ErrInUse) {
		err = fmt.Errorf("%w; stop the bot first", err)
	}
	if err != nil {
		return unusable(std, err)
	}
	return exitGood
}

// restoreInto fills the empty PostgreSQL database that the settings name.
func restoreInto(ctx context.Context, c config.Config, file string, o backup.Options) (r backup.Restored, err error) {
	to := house.Ledger(c)
	if c.OwnerURL != "" {
		to.URL = c.OwnerURL
	}
	to.Logger, to.Migrations = c.Logger(io.Discard), o.Migrations
	s, err := store.Open(ctx, to)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	r.Header, err = backup.RestoreInto(ctx, file, s, o)
	if err == nil {
		r.Path = house.Named(to)
	}
	return r, err
}

// continueLog gives a restored log its new name: the one that the settings ask
// for, unless that is the old one.
func continueLog(tx *store.Tx, c config.Config, old backup.Head) (string, error) {
	if old.Origin == "" {
		return "", nil // there is no log to continue
	}
	name := c.LogOrigin
	if name == old.Origin {
		name = ""
	}
	return audit.Restored(tx, name)
}

// restored reports what is where.
func restored(r backup.Restored, origin string) string {
	text := fmt.Sprintf("%s is restored and verified.\n%s", r.Path, contents(r.Header))
	if origin != "" {
		text += fmt.Sprintf("Its log goes on as %s; where LOG_ORIGIN is set, set it to that.\n", origin)
	}
	if r.Kept != "" {
		text += "The ledger that was there is kept as " + r.Kept + ".\n"
	}
	return text
}
