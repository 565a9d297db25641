package main

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"

	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/apps/account"
	"github.com/parleybot/parley/core/apps/community"
	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// apps is the visible list of features.
func apps(c config.Config, frontends []chat.Frontend) []app.App {
	features := []app.App{
		deals.New(deals.Options{MaxOpen: c.MaxOpenDeals, MaxVolume: c.MaxDailyVolume, MediatorRole: c.MediatorRole, Opens: opens(frontends)}),
		community.New(community.Options{MediatorRole: c.MediatorRole}),
	}
	linked := append(app.Linked{{Moved: bot.Moved}}, features...)
	return append(features, account.New(account.Options{
		MayLink: linked.MayLink, MayUnlink: linked.MayUnlink, Moved: linked.Moved,
	}))
}

// opens tells whose people a start link leads to the bot.
func opens(frontends []chat.Frontend) func(chat.Platform) bool {
	return func(p chat.Platform) bool {
		return slices.ContainsFunc(frontends, func(f chat.Frontend) bool {
			return f.Platform() == p && f.Capabilities(chat.PlaceRef{}).StartLinks != chat.Absent
		})
	}
}

// engine opens the store and joins it with the apps and frontends. The store is
// the caller's to close, after the engine has stopped. What adjust changes of the
// store's options is for tests: seeded randomness, faults.
func engine(ctx context.Context, c config.Config, frontends []chat.Frontend, now func() time.Time, log *slog.Logger, adjust ...func(*store.Options)) (*bot.Bot, *store.Store, error) {
	features := apps(c, frontends)
	o := store.Options{Path: c.DatabasePath, Now: now, Logger: log, Migrations: bot.Migrations(features)}
	for _, change := range adjust {
		change(&o)
	}
	s, err := store.Open(ctx, o)
	if err != nil {
		return nil, nil, fmt.Errorf("open %s: %w", c.DatabasePath, err)
	}
	b, err := bot.New(ctx, bot.Options{
		Store: s, Apps: features, Frontends: frontends, Owners: c.Owners, Logger: log,
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
