package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/transfer"
)

const copyUsage = `Usage: parley copy --from PLACE --to PLACE
  --from  the ledger; its bot is stopped first
  --to    where a copy is to be; there is nothing yet, or only what parley migrate made
A PLACE is sqlite:PATH or postgres://ROLE@HOST/DATABASE; PGPASSWORD keeps a password out of the
command line. To make tables the role must be their owner: run parley migrate afterwards for the
bot's. Before the copy is kept, the log, the deals and the reputation in it are checked as parley
verify log does; what fails leaves the target as it was.
It exits with 0 when all is well, 1 when the ledger is broken, 2 on any other error.
`

// copyCommand runs "parley copy" and returns the exit code.
func copyCommand(ctx context.Context, c config.Config, args []string, std streams) (exit int) {
	flags := quietFlags("copy")
	from, to := flags.String("from", "", ""), flags.String("to", "", "")
	rest, err := operands(flags, args)
	if err != nil || len(rest) > 0 || *from == "" || *to == "" {
		say(std.err, copyUsage)
		return exitOther
	}
	source, err := placeOf(*from)
	if err != nil {
		return other(std, fmt.Errorf("--from: %w", err))
	}
	target, err := placeOf(*to)
	if err != nil {
		return other(std, fmt.Errorf("--to: %w", err))
	}
	log, migrations := c.Logger(io.Discard), bot.Migrations(house.Apps(c, nil))
	source.Logger, source.Migrations = log, migrations
	target.Logger, target.Migrations = log, migrations
	began := time.Now()
	r, report, err := copyLedger(ctx, source, target)
	if broken := (*audit.Broken)(nil); errors.As(err, &broken) {
		say(std.err, "parley: nothing is copied: the ledger is not as it was written: "+err.Error()+"\n")
		return exitBroken
	}
	if err != nil {
		return other(std, err)
	}
	say(std.out, fmt.Sprintf("%s holds all of it now, checked: %d rows of %d tables, in %s.\nThe log %s has %d events, root %x.\n",
		house.Named(target), r.Rows, r.Tables, time.Since(began).Round(10*time.Millisecond), report.Origin, report.Events, report.Root))
	return exitGood
}

// copyLedger opens both places and moves everything.
func copyLedger(ctx context.Context, from, to store.Options) (r transfer.Report, report audit.Report, err error) {
	if from.URL == "" {
		if _, err := os.Stat(from.Path); err != nil {
			return r, report, fmt.Errorf("--from: %w", err)
		}
	}
	source, err := store.Open(ctx, from)
	if err != nil {
		return r, report, fmt.Errorf("--from: %w", err)
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	if err := audit.Complete(ctx, source); err != nil {
		return r, report, fmt.Errorf("--from: %w", err)
	}
	if to.URL == "" {
		if _, err := os.Lstat(to.Path); !errors.Is(err, fs.ErrNotExist) {
			return r, report, fmt.Errorf("--to: %w: %s is there already", transfer.ErrNotEmpty, to.Path)
		}
	}
	target, err := store.Open(ctx, to)
	if err != nil {
		return r, report, fmt.Errorf("--to: %w", err)
	}
	r, err = transfer.Copy(ctx, source, target, transfer.Options{Migrations: to.Migrations, Verify: func(tx *store.Tx) error {
		report, err = audit.VerifyLogIn(tx, house.CheckReplay, to.Migrations...)
		return err
	}})
	err = errors.Join(err, target.Close())
	if err != nil && to.URL == "" {
		for _, suffix := range []string{"", "-wal", "-shm", "-lock"} {
			if gone := os.Remove(to.Path + suffix); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
				err = errors.Join(err, gone)
			}
		}
	}
	return r, report, err
}
