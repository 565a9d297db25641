// Package bottest runs the engine with apps on a real store and two platforms
// without a wire, for tests of the engine and of apps, ours or anybody's:
//
//	s := bottest.New(t, deals.New(…))
//	alice := s.Person(bottest.D, "alice")
//	alice.Says("/deal start").Presses("TikTok")
package bottest

import (
	"context"
	"log/slog"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// D and T are the stage's platforms: D is Rich, T is Plain.
const (
	D chat.Platform = "test-d"
	T chat.Platform = "test-t"
)

// budget is shorter than in life, so that tests of what is too slow are not.
const budget = 500 * time.Millisecond

// Owner is the account of the installation's owner.
var ownerRef = chat.UserRef{Platform: D, ID: "owner"}

// Stage is an engine with its store, clock and platforms.
type Stage struct {
	Bot   *bot.Bot
	Store *store.Store
	Clock *storetest.Clock
	D, T  *Platform

	t      testing.TB
	place  store.Options
	apps   []app.App
	logs   slog.Handler
	cancel context.CancelFunc
	done   chan error

	mu     sync.Mutex
	events int
	fault  error
}

// New opens a store in a place of the test's, joins the apps to an engine and
// runs it until the test ends.
func New(t testing.TB, apps ...app.App) *Stage {
	t.Helper()
	return NewLogging(t, slog.DiscardHandler, apps...)
}

// NewLogging is New with a handler for the engine's log.
func NewLogging(t testing.TB, logs slog.Handler, apps ...app.App) *Stage {
	t.Helper()
	s := &Stage{
		t: t, place: storetest.Place(t, bot.Migrations(apps)...), apps: apps, logs: logs, Clock: storetest.NewClock(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)),
		D: &Platform{name: D, caps: Rich()}, T: &Platform{name: T, caps: Plain()},
	}
	s.start()
	t.Cleanup(s.stop)
	return s
}

// Owner is an account of the installation's owner, on D.
func Owner() chat.UserRef { return ownerRef }

func (s *Stage) start() {
	s.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	var err error
	o := s.place
	o.Now, o.Migrations, o.Logger, o.Fault = s.Clock.Now, bot.Migrations(s.apps), slog.New(s.logs), s.strike
	s.Store, err = store.Open(ctx, o)
	if err != nil {
		s.t.Fatal(err)
	}
	s.Bot, err = bot.New(ctx, bot.Options{
		Store: s.Store, Apps: s.apps, Frontends: []chat.Frontend{s.D, s.T}, Owners: []chat.UserRef{ownerRef},
		Budget: budget, Logger: slog.New(s.logs), About: bot.About{Version: "test"},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.done = make(chan error, 1)
	go func() { s.done <- s.Bot.Run(ctx) }()
}

func (s *Stage) stop() {
	s.cancel()
	if err := <-s.done; err != nil {
		s.t.Error(err)
	}
	if err := s.Store.Close(); err != nil {
		s.t.Error(err)
	}
}

// Restart stops the engine and starts another one on the same store.
func (s *Stage) Restart() {
	s.t.Helper()
	s.stop()
	s.start()
}

// Settle waits until notifications and due jobs have come to rest.
func (s *Stage) Settle() {
	s.t.Helper()
	if err := s.Bot.Settle(context.Background()); err != nil {
		s.t.Fatal(err)
	}
}

// Pass lets time go by once everything has come to rest. Moving the clock while a
// notification is on its way would make its claim lapse.
func (s *Stage) Pass(d time.Duration) {
	s.t.Helper()
	s.Settle()
	s.Clock.Advance(d)
}

func (s *Stage) platform(name chat.Platform) *Platform {
	if name == D {
		return s.D
	}
	return s.T
}

// event returns an event id that was never used on this stage.
func (s *Stage) event() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events++
	return "e" + strconv.Itoa(s.events)
}

// FailCommits makes every commit from now on fail with an error, before it has
// any effect; nil ends it.
func (s *Stage) FailCommits(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = err
}

func (s *Stage) strike(_ int64, at store.Moment) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at == store.BeforeCommit {
		return s.fault
	}
	return nil
}
