package main

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// apps is the visible list of features.
func apps(c config.Config) []app.App {
	return []app.App{
		deals.New(deals.Options{MaxOpen: c.MaxOpenDeals, MaxVolume: c.MaxDailyVolume}),
	}
}

// engine opens the store and joins it with the apps and frontends. The store is
// the caller's to close, after the engine has stopped.
func engine(ctx context.Context, c config.Config, frontends []chat.Frontend, now func() time.Time, log *slog.Logger) (*bot.Bot, *store.Store, error) {
	features := apps(c)
	s, err := store.Open(ctx, store.Options{
		Path: c.DatabasePath, Now: now, Logger: log, Migrations: bot.Migrations(features),
	})
	if err != nil {
		return nil, nil, fmt.Errorf("open %s: %w", c.DatabasePath, err)
	}
	b, err := bot.New(ctx, bot.Options{
		Store: s, Apps: features, Frontends: frontends, Owners: c.Owners, Logger: log, Now: now,
		MediatorRole: c.MediatorRole, LogOrigin: c.LogOrigin,
		About: bot.About{Version: version(), Source: "https://github.com/parleybot/parley"},
	})
	if err != nil {
		return nil, nil, fmt.Errorf("%w", joinClose(err, s))
	}
	return b, s, nil
}

// version is the module's version, as the build recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
