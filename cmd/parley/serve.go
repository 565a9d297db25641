package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/term"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/frontends/console"
	"github.com/parleybot/parley/frontends/console/pretend"
)

// serve runs what the settings ask for until ctx ends: the platforms that have a
// token, or the sandbox.
func serve(ctx context.Context, c config.Config, std streams, demo bool) error {
	if c.DiscordToken == "" && c.TelegramToken == "" {
		return sandbox(ctx, c, std, demo)
	}
	if demo {
		return errors.New("--demo fills the sandbox only, and a token is set: nobody's real ledger gets pretended deals")
	}
	return live(ctx, c, std)
}

// sandbox opens the terminal in which several people talk to the engine.
func sandbox(ctx context.Context, c config.Config, std streams, demo bool) error {
	c.Owners = append(c.Owners, pretend.OwnerRef)
	log, closeLog, err := sandboxLog(c, std)
	if err != nil {
		return err
	}
	defer closeLog()
	if demo {
		if err := fill(ctx, c, log); err != nil {
			return err
		}
	}
	s, err := open(ctx, c, pretend.Options{}, time.Now, log)
	if err != nil {
		return err
	}
	talk := console.Run(ctx, console.Options{
		World: s.world, In: std.in, Out: std.out, Interactive: std.terminal, Colour: std.terminal && os.Getenv("NO_COLOR") == "",
		Settle: s.settle, History: history(c),
	})
	return errors.Join(talk, s.Close())
}

// stage is a running engine with the pretended world in front of it.
type stage struct {
	world *pretend.World
	bot   *bot.Bot
	store *store.Store
	stop  context.CancelFunc
	done  chan error
}

// open starts an engine on the default world.
func open(ctx context.Context, c config.Config, o pretend.Options, now func() time.Time, log *slog.Logger) (*stage, error) {
	s := &stage{world: pretend.Default(o), done: make(chan error, 1)}
	var fronts []chat.Frontend
	for _, f := range s.world.Frontends() {
		fronts = append(fronts, f)
	}
	var err error
	if s.bot, s.store, err = house.Engine(ctx, c, fronts, now, log); err != nil {
		return nil, err
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop = stop
	go func() { s.done <- s.bot.Run(running) }()
	if err := s.world.Ready(ctx); err != nil {
		return nil, joinClose(err, s)
	}
	return s, nil
}

// settle waits until nothing is left that would happen by itself: an answer can
// lead to a notification, and a notification to another answer.
func (s *stage) settle(ctx context.Context) error {
	if err := s.world.Idle(ctx); err != nil {
		return err
	}
	if err := s.bot.Settle(ctx); err != nil {
		return err
	}
	return s.world.Idle(ctx)
}

// Close stops the engine, then the store.
func (s *stage) Close() error {
	s.stop()
	return errors.Join(<-s.done, s.store.Close())
}

// sandboxLog keeps the log out of the conversation: at a terminal it goes to a
// file beside the database, else to standard error, where only trouble is told.
func sandboxLog(c config.Config, std streams) (*slog.Logger, func(), error) {
	if !std.terminal {
		quiet := c
		if quiet.LogLevel == "INFO" {
			quiet.LogLevel = "WARN"
		}
		return quiet.Logger(std.err), func() {}, nil
	}
	name := c.DatabasePath + ".log"
	f, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("open the log file: %w", err)
	}
	return c.Logger(f), func() { _ = f.Close() }, nil
}

// history is where a terminal keeps what was typed, beside the database.
func history(c config.Config) string {
	return filepath.Join(filepath.Dir(c.DatabasePath), ".parley_history")
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// joinClose closes what was half opened and returns both errors.
func joinClose(err error, c io.Closer) error { return errors.Join(err, c.Close()) }
