// Command example shows how somebody else builds a bot on Parley's core from a
// module of their own: one app (a guest book), one frontend (lines of text), and
// a main that joins them. Nothing in the core knows of either.
//
//	printf 'ann: /sign lovely place\nben: /book\n' | go run .
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"

	"example.com/guestbook/guestbook"
	"example.com/guestbook/line"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "example:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "guestbook")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()

	apps := []app.App{guestbook.New()}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(dir, "book.db"), Migrations: bot.Migrations(apps), Logger: log})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()

	ctx, stop := context.WithCancel(ctx)
	defer stop()
	talk := line.New(os.Stdin, os.Stdout, stop)
	b, err := bot.New(ctx, bot.Options{
		Store: s, Apps: apps, Frontends: []chat.Frontend{talk}, Logger: log,
		About: bot.About{Version: "example"},
	})
	if err != nil {
		return err
	}
	return b.Run(ctx)
}
