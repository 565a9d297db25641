package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// simLife is one life of the program in a bubble, where time stands still while
// anything can be done. So there are no races to lose: an act is over when all is
// quiet, and what comes next is the seed's choice.
type simLife struct {
	t        *testing.T
	ctx      context.Context
	seed     uint64
	rng      *rand.Rand
	settings config.Config
	random   io.Reader // one stream across restarts
	d, tg    *simPlatform
	people   []*simPerson
	busy     []*simPerson // those who act most

	house *house.House
	bot   *bot.Bot
	store *store.Store
	stop  func()
	done  chan error

	born  time.Time // of the bubble
	epoch time.Time // what the ledger's clock showed then

	mu       sync.Mutex
	leapt    time.Duration
	strike   simStrike
	late     bool     // the platforms and the disk are well again
	troubles []string // errors that nothing simulated explains

	number int // of interactions
	codes  []string
	past   []simPast
	story  []string
	spent  time.Duration // by leaps
}

// simStrike is what becomes of the next commits.
type simStrike struct {
	at   store.Moment
	left int // how many; -1 for all
}

// simBase returns the bytes of a ledger that is migrated and has no log yet.
func simBase(t testing.TB) []byte {
	t.Helper()
	raw, err := simMigrated()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

var simMigrated = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "parley-sim")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "base.db")
	s, err := store.Open(context.Background(), store.Options{
		Path: path, Logger: slog.New(slog.DiscardHandler), Migrations: bot.Migrations(house.Apps(config.Config{}, nil)),
	})
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func beginLife(t *testing.T, seed uint64, dir string, base []byte) *simLife {
	t.Helper()
	l := &simLife{
		t: t, ctx: context.Background(), seed: seed, rng: rand.New(rand.NewPCG(seed, 7)), random: storetest.Random(seed), born: time.Now(),
	}
	l.epoch = time.Date(2026, time.Month(1+l.rng.IntN(12)), 1+l.rng.IntN(28), l.rng.IntN(24), 0, 0, 0, time.UTC)
	l.settings = settingsFor(t, dir)
	l.settings.DatabasePath = filepath.Join(dir, fmt.Sprint(seed, ".db"))
	l.settings.SigningKeyFile = filepath.Join(dir, fmt.Sprint(seed, ".key"))
	l.settings.MaxOpenDeals = []int{1, 2, 3, 8}[l.rng.IntN(4)]
	l.settings.MaxDailyVolume = int64(200 + l.rng.IntN(5000))
	l.settings.DisputeCooldown = l.rng.IntN(30)
	l.settings.Owners = []chat.UserRef{{Platform: bottest.D, ID: "olga"}}
	if err := os.WriteFile(l.settings.DatabasePath, base, 0o600); err != nil {
		t.Fatal(err)
	}
	l.d, l.tg = newSimPlatform(l, bottest.D, bottest.Rich()), newSimPlatform(l, bottest.T, bottest.Plain())
	l.begin()
	l.populate()
	return l
}

// now is the ledger's clock.
func (l *simLife) now() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.epoch.Add(time.Since(l.born) + l.leapt)
}

// begin starts the whole program but for the nightly upkeep, which has tests of
// its own and would take most of the time.
func (l *simLife) begin() {
	l.t.Helper()
	h := house.Furnish(l.settings, []chat.Frontend{l.d, l.tg}, slog.New(simLog{l}))
	for i := range h.Apps {
		if h.Apps[i].Name == "operator" {
			h.Apps[i].Jobs = nil
		}
	}
	o := store.Options{
		Path: l.settings.DatabasePath, Now: l.now, Rand: l.random, Readers: 1, Logger: h.Log, Migrations: bot.Migrations(h.Apps), Fault: l.ask,
	}
	var err error
	if l.store, err = store.Open(l.ctx, o); err != nil {
		l.fail("open the store: %v", err)
	}
	if l.bot, err = h.Join(l.ctx, l.store, o); err != nil {
		l.fail("start: %v", err)
	}
	running, stop := context.WithCancel(l.ctx)
	l.house, l.stop, l.done = h, stop, make(chan error, 1)
	go func(b *bot.Bot, done chan error) { done <- b.Run(running) }(l.bot, l.done)
	synctest.Wait()
}

// end stops it, in good order.
func (l *simLife) end() error {
	if l.stop == nil {
		return nil
	}
	l.stop()
	l.stop = nil
	err := <-l.done
	if failed := l.store.Close(); err == nil {
		err = failed
	}
	return err
}

// bury ends a life, whichever way it went, and removes what it left.
func (l *simLife) bury() {
	l.heal()
	if err := l.end(); err != nil {
		l.t.Errorf("seed %d: stop: %v", l.seed, err)
	}
	left, _ := filepath.Glob(strings.TrimSuffix(l.settings.DatabasePath, ".db") + ".*")
	for _, name := range left {
		_ = os.Remove(name)
	}
}

// restart ends the program and starts it again on the same ledger.
func (l *simLife) restart() {
	l.tell("restart")
	if err := l.end(); err != nil {
		l.fail("stop: %v", err)
	}
	l.begin()
}

// leap lets time pass at once, as for who was not there, and then the second in
// which everybody looks at what has fallen due.
func (l *simLife) leap(d time.Duration) {
	l.tell("leap %v", d)
	l.mu.Lock()
	l.leapt += d
	l.mu.Unlock()
	l.spent += d
	l.tick()
}

func (l *simLife) tick() {
	time.Sleep(1100 * time.Millisecond)
	synctest.Wait()
}

// ask is the store's hook.
func (l *simLife) ask(_ int64, at store.Moment) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.strike.left == 0 || l.strike.at != at {
		return nil
	}
	if l.strike.left > 0 {
		l.strike.left--
	}
	return errSimDisk
}

// fell sets what becomes of the next commits, and heal ends it.
func (l *simLife) fell(at store.Moment, commits int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.strike = simStrike{at: at, left: commits}
}

func (l *simLife) heal() { l.fell(store.BeforeCommit, 0) }

// tell writes a line of the story.
func (l *simLife) tell(format string, args ...any) {
	l.story = append(l.story, fmt.Sprintf(format, args...))
}

// fail ends the life. The seed says how to see it again.
func (l *simLife) fail(format string, args ...any) {
	l.t.Helper()
	l.t.Fatalf("PARLEY_SIM_SEED=%d: %s\n%s", l.seed, fmt.Sprintf(format, args...), strings.Join(l.story, "\n"))
}
