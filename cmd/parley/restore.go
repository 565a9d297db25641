package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/backup"
	"github.com/parleybot/parley/core/store"
)

const restoreUsage = `Usage: parley restore FILE --to PATH [--force]

  --to     where the ledger is to be; nothing is there before it was verified
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
	if err != nil || len(files) != 1 || *to == "" {
		say(std.err, restoreUsage)
		return exitOther
	}
	o := house.RestoreOptions(c)
	var origin string
	o.Restored = func(tx *store.Tx, old backup.Head) (err error) {
		origin, err = continueLog(tx, c, old)
		return err
	}
	r, err := backup.Restore(ctx, files[0], *to, *force, o)
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
