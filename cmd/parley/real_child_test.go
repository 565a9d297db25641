package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// Conversations and kills on the platforms' doubles run this test program a
// second time, as the bot. It is the whole program, from its settings to its
// frontends; only the ledger's clock and its chance are the test's.
const realVariable = "PARLEY_REAL_CHILD"

// realOrders is what the bot is told at its start.
type realOrders struct {
	Now  time.Time // of a clock that stands still; zero is the real one
	Seed int64     // of chance; zero is real chance
	Name string    // of a file that is to hold the name of the process; "" for none
}

// realLine is a line from the test to the bot; the answer is realDone.
type realLine struct {
	Settle  bool          `json:",omitempty"`
	Advance time.Duration `json:",omitempty"`
}

const realDone = "done\n"

// realChild is the bot. It returns the exit code.
func realChild(orders string) int {
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	var o realOrders
	if err := json.Unmarshal([]byte(orders), &o); err != nil {
		log.Error("orders", "err", err)
		return exitUsage
	}
	c, err := config.Load(os.LookupEnv, ".env")
	if err != nil {
		log.Error("settings", "err", err)
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	if err := realServe(ctx, c, o, log); err != nil {
		log.Error("ended", "err", err)
		return exitFailed
	}
	return exitGood
}

func realServe(ctx context.Context, c config.Config, o realOrders, log *slog.Logger) error {
	ctx, hangUp := context.WithCancel(ctx)
	defer hangUp()
	// The platforms' clock is the real one, so their limits would be waited for.
	fronts, err := platforms(c, time.Now, log, func(to *telegram.Options) {
		to.Pace = botapi.Pace{PerSecond: 1000, ChatEvery: time.Millisecond, ChatBurst: 100, GroupPerMinute: 10000}
	})
	if err != nil {
		return err
	}
	clock, now := storetest.NewClock(o.Now), time.Now
	if !o.Now.IsZero() {
		now = clock.Now
	}
	w, err := watchOver(ctx, c, log)
	if err != nil {
		return err
	}
	b, s, err := house.Furnish(c, fronts, w.log).Open(ctx, now, w.tuning([]func(*store.Options){func(so *store.Options) {
		if o.Seed != 0 {
			so.Rand = storetest.Random(uint64(o.Seed))
		}
	}}))
	if err != nil {
		return errors.Join(err, w.Close())
	}
	if o.Name != "" {
		if err := os.WriteFile(o.Name, []byte(s.Process()), 0o600); err != nil {
			return errors.Join(err, s.Close())
		}
	}
	go func() {
		defer hangUp() // a bot whose test is gone has nothing to live for
		if err := obey(ctx, os.Stdin, os.Stdout, clock, b.Settle); err != nil && ctx.Err() == nil {
			log.Error("orders", "err", err)
		}
	}()
	return errors.Join(b.Run(ctx), w.Close(), s.Close())
}

// obey carries out what the test says, until it hangs up.
func obey(ctx context.Context, in io.Reader, out io.Writer, clock *storetest.Clock, settle func(context.Context) error) error {
	lines := bufio.NewReader(in)
	for {
		raw, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		var line realLine
		if err := json.Unmarshal(raw, &line); err != nil {
			return fmt.Errorf("decode: %w", err)
		}
		clock.Advance(line.Advance)
		if line.Settle {
			if err := settle(ctx); err != nil {
				return err
			}
		}
		if _, err := io.WriteString(out, realDone); err != nil {
			return err
		}
	}
}
