package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/store"
)

// rotateCommand gives the log a new key, while no bot runs on it.
func rotateCommand(ctx context.Context, c config.Config, args []string, std streams) int {
	if len(args) > 0 {
		say(std.err, "parley: rotate-key takes no arguments\n")
		return exitUsage
	}
	public, err := rotateKey(ctx, c)
	if err != nil {
		say(std.err, "parley: "+err.Error()+"\n")
		return exitFailed
	}
	say(std.out, "The log has a new key; the old one has signed for it. Publish it beside the old one:\n"+public+"\n")
	return exitGood
}

func rotateKey(ctx context.Context, c config.Config) (public string, err error) {
	if err := unsupported(c); err != nil {
		return "", err
	}
	quiet := slog.New(slog.DiscardHandler)
	migrations := bot.Migrations(house.Apps(c, nil))
	s, err := store.Open(ctx, store.Options{Path: c.DatabasePath, Migrations: migrations, Logger: quiet})
	if err != nil {
		return "", fmt.Errorf("open %s: %w", c.DatabasePath, err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	signed, err := audit.Start(ctx, audit.Options{
		Store: s, Name: c.LogOrigin, KeyFile: c.SigningKeyFile, Guards: migrations, Logger: quiet,
	})
	if err != nil {
		return "", fmt.Errorf("open the log: %w", err)
	}
	return signed.Rotate(ctx)
}
