package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/chat"
)

// The crash test runs this test program a second time, as the bot that it
// kills. The variable holds that one's orders.
const crashVariable = "PARLEY_CRASH_CHILD"

func TestMain(m *testing.M) {
	if orders, child := os.LookupEnv(realVariable); child {
		os.Exit(realChild(orders))
	}
	if orders, child := os.LookupEnv(crashVariable); child {
		os.Exit(crashChild(orders))
	}
	// The long tests wait for bots in processes of their own: more of them go on at
	// once than there are cores, unless the command line says how many.
	if err := flag.Set("test.parallel", atOnce); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m) // no goroutine outlives a stop
}

// The bot's clock goes crashPace times as fast as ours, so that a repetition
// which is due in seconds does not hold the test up.
const crashPace = 20

// crashOrders is what the bot is told at its start.
type crashOrders struct {
	Database string        // a file, and the beginning of the names beside it
	URL      string        // of PostgreSQL, in the place of the file
	Zero     time.Time     // when the test began, by the real clock
	Leap     time.Duration // how far the pretended clock was put forward since
	Owners   []chat.UserRef
	Trouble  *diskTrouble // with the disk; nil for none
}

// now is the pretended clock. It never goes back from one start to the next.
func (o crashOrders) now() time.Time {
	epoch := time.Date(2026, 3, 10, 15, 0, 0, 0, time.UTC)
	return epoch.Add(o.Leap + crashPace*time.Since(o.Zero))
}

// crashConfig are the settings of the bot: limits so wide that nobody meets them.
func crashConfig(database, url string) config.Config {
	return config.Config{DatabasePath: database, DatabaseURL: url, SigningKeyFile: database + ".key", BackupDir: database + ".backups", MaxOpenDeals: 500, MaxDailyVolume: 1e9}
}

// crashChild is the bot: the whole program but for its frontends. It returns the
// exit code.
func crashChild(orders string) int {
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	var o crashOrders
	if err := json.Unmarshal([]byte(orders), &o); err != nil {
		log.Error("orders", "err", err)
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	if err := crashServe(ctx, o, log); err != nil {
		log.Error("ended", "err", err)
		return exitFailed
	}
	return exitGood
}

func crashServe(ctx context.Context, o crashOrders, log *slog.Logger) error {
	ctx, hangUp := context.WithCancel(ctx)
	defer hangUp()
	if err := o.Trouble.begin(filepath.Dir(o.Database)); err != nil {
		return err
	}
	w := newWire(os.Stdin, os.Stdout)
	c := crashConfig(o.Database, o.URL)
	c.Owners = o.Owners
	b, s, err := house.Engine(ctx, c, w.frontends(), o.now, log)
	if err != nil {
		return err
	}
	go func() {
		defer hangUp() // a bot whose platforms are gone has nothing to live for
		if err := w.read(ctx, b.Settle); err != nil && ctx.Err() == nil {
			log.Error("wire", "err", err)
		}
	}()
	return errors.Join(b.Run(ctx), s.Close())
}
