package house

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"

	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/backup"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// Apps is the list of features as commands see it that look at a ledger without
// running the bot.
func Apps(c config.Config, frontends []chat.Frontend) []app.App {
	return Furnish(c, frontends, slog.New(slog.DiscardHandler)).Apps
}

// opens tells whose people a start link leads to the bot.
func opens(frontends []chat.Frontend) func(chat.Platform) bool {
	return func(p chat.Platform) bool {
		return slices.ContainsFunc(frontends, func(f chat.Frontend) bool {
			return f.Platform() == p && f.Capabilities(chat.PlaceRef{}).StartLinks != chat.Absent
		})
	}
}

// Engine opens the store and joins it with the apps and frontends. The store is
// the caller's to close, after the engine has stopped. What adjust changes of the
// store's options is for tests: seeded randomness, faults.
func Engine(ctx context.Context, c config.Config, frontends []chat.Frontend, now func() time.Time, log *slog.Logger, adjust ...func(*store.Options)) (*bot.Bot, *store.Store, error) {
	h := Furnish(c, frontends, log)
	o := Ledger(c)
	o.Now, o.Logger, o.Migrations = now, h.Log, bot.Migrations(h.Apps)
	for _, change := range adjust {
		change(&o)
	}
	if err := backup.Clean(ctx, c.BackupDir); err != nil {
		return nil, nil, fmt.Errorf("tidy %s: %w", c.BackupDir, err)
	}
	s, err := store.Open(ctx, o)
	if err != nil {
		return nil, nil, fmt.Errorf("open %s: %w", Named(o), err)
	}
	b, err := h.Join(ctx, s, o)
	if err != nil {
		return nil, nil, errors.Join(err, s.Close())
	}
	return b, s, nil
}

// Join starts the log and the engine on an open store.
func (h *House) Join(ctx context.Context, s *store.Store, o store.Options) (*bot.Bot, error) {
	h.Store = s
	c := h.config
	err := s.Read(ctx, func(tx *store.Tx) error {
		last, err := audit.LastAt(tx)
		s.NotBefore(last)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	signed, err := audit.Start(ctx, audit.Options{
		Store: s, Name: c.LogOrigin, KeyFile: c.SigningKeyFile, Guards: o.Migrations, Rand: o.Rand, Logger: h.Log,
	})
	if err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	h.signed = signed
	b, err := bot.New(ctx, bot.Options{
		Store: s, Apps: h.Apps, Frontends: h.frontends, Owners: c.Owners, Logger: h.Log,
		MediatorRole: c.MediatorRole, LogOrigin: c.LogOrigin, Counted: h.operator.Count,
		Workers: map[string]func(context.Context) error{
			"log": signed.Run,
			"usage": func(ctx context.Context) error {
				<-ctx.Done()
				return s.Write(context.WithoutCancel(ctx), h.operator.Flush)
			},
		},
		Settle: func(ctx context.Context) error { _, err := signed.Checkpoint(ctx); return err },
		About:  bot.About{Version: Version(), Source: "https://github.com/parleybot/parley", LogKey: signed.Key},
	})
	if err != nil {
		return nil, fmt.Errorf("%w", err)
	}
	return b, nil
}

// Version is the module's version, as the build recorded it.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
