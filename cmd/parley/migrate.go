package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/store"
)

const migrateUsage = `Usage: parley migrate
Brings the tables of the ledger up to date. With PostgreSQL it does so as the role of
DATABASE_OWNER_URL, and then lets the role of DATABASE_URL, which it makes where there is none,
read and write what a running bot must, and no more: no tables made or changed, nothing logged
changed or removed.
It exits with 0 when all is well, 2 on any error.
`

// migrateCommand runs "parley migrate" and returns the exit code.
func migrateCommand(ctx context.Context, c config.Config, args []string, std streams) (exit int) {
	if len(args) > 0 {
		say(std.err, migrateUsage)
		return exitOther
	}
	o := house.Ledger(c)
	if c.OwnerURL != "" {
		o.URL, o.Path = c.OwnerURL, ""
	}
	if err := migrateAt(ctx, c, o, std.out); err != nil {
		return other(std, err)
	}
	return exitGood
}

func migrateAt(ctx context.Context, c config.Config, o store.Options, out io.Writer) (err error) {
	o.Logger, o.Migrations = c.Logger(io.Discard), bot.Migrations(house.Apps(c, nil))
	if c.OwnerURL != "" && c.DatabaseURL == "" {
		return errors.New("DATABASE_OWNER_URL is set, but DATABASE_URL, as whom the bot is to run, is not")
	}
	s, err := store.Open(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	numbers, err := s.Schema(ctx)
	if err != nil {
		return err
	}
	say(out, "The tables of "+house.Named(o)+" are up to date: "+newest(numbers)+".\n")
	if c.OwnerURL == "" || c.OwnerURL == c.DatabaseURL {
		return nil
	}
	return admit(ctx, c, s, out)
}

// newest lists the number of each package's newest migration.
func newest(numbers map[string]int) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(numbers)) {
		all = append(all, fmt.Sprintf("%s %d", name, numbers[name]))
	}
	return strings.Join(all, ", ")
}

// admit gives the role of DATABASE_URL what a running bot needs.
func admit(ctx context.Context, c config.Config, s *store.Store, out io.Writer) error {
	r, err := roleOf(c.DatabaseURL)
	if err != nil {
		return err
	}
	var made bool
	var granted []string
	err = s.Write(ctx, func(tx *store.Tx) (err error) {
		if made, err = r.make(tx); err == nil {
			granted, err = r.grant(tx)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("let the role %s in: %w", r.name, err)
	}
	if made {
		say(out, "Made the role "+r.name+".\n")
	}
	say(out, "The role "+r.name+" may now, and this is all it may:\n")
	for _, line := range granted {
		say(out, "  "+line+"\n")
	}
	return nil
}
