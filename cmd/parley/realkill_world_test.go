package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordtest"
	discordspec "github.com/parleybot/parley/frontends/discord/discordtest/conform"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
	telegramspec "github.com/parleybot/parley/frontends/telegram/telegramtest/conform"
)

// killWorld is everything that outlives the bot: the doubles of the platforms
// and the people. The test's own goroutine starts and kills; each person is one
// goroutine that acts, and waits for what they see.
type killWorld struct {
	t        *testing.T
	ctx      context.Context // ends with the first failure
	cancel   context.CancelFunc
	discord  *discordtest.Server
	telegram *telegramtest.Server
	guild    chat.Place
	groups   []chat.Place // of Telegram
	database string       // a file, and the beginning of the names beside it
	url      string       // of PostgreSQL, in the place of the file
	shards   int          // of Discord
	env      []string
	evening  chan struct{} // closed when nobody is to begin anything new

	mu      sync.Mutex
	people  map[chat.UserRef]*killPerson
	lives   int                              // that Discord has seen
	born    chan struct{}                    // closed at the next of them
	still   bool                             // the bot's clock moves by ticks only
	tock    chan struct{}                    // closed at the next of them
	busy    map[chat.UserRef]bool            // on Telegram, who was shown something in this life
	acts    map[string]map[chat.UserRef]acts // by handle: acknowledged, in order
	figures killFigures
}

// acts are what somebody did with a deal, by the types of its events.
type acts = []string

func newKillWorld(t *testing.T, seed uint64) *killWorld {
	t.Helper()
	return newKillWorldAt(t, seed, newURL(t), 1)
}

// newKillWorldAt keeps the ledger at an address of PostgreSQL, or in a file where
// that is "", and has Discord spread the guilds over shards.
func newKillWorldAt(t *testing.T, seed uint64, url string, shards int) *killWorld {
	t.Helper()
	w := &killWorld{
		t: t, shards: shards, database: filepath.Join(t.TempDir(), "parley.db"), url: url, evening: make(chan struct{}), born: make(chan struct{}), tock: make(chan struct{}),
		people: map[chat.UserRef]*killPerson{}, busy: map[chat.UserRef]bool{}, acts: map[string]map[chat.UserRef]acts{},
	}
	end, set := t.Deadline()
	if !set {
		end = time.Now().Add(5 * time.Minute)
	}
	// Shortly before the test is cut off, whoever still waits says for what.
	w.ctx, w.cancel = context.WithDeadline(t.Context(), end.Add(-10*time.Second))
	w.openDoubles()
	rng := rand.New(rand.NewPCG(seed, 0))
	w.guild = w.discord.AddGuild(discordtest.Guild{Name: "Harbor"})
	for i := range 4 {
		w.groups = append(w.groups, w.telegram.AddChat(telegramtest.Chat{Kind: telegramtest.Group, Title: "Dock " + strconv.Itoa(rng.IntN(90)) + "-" + strconv.Itoa(i)}))
	}
	w.env = []string{
		"DISCORD_TOKEN=" + w.discord.Token(), "DISCORD_API_URL=" + w.discord.URL(),
		"TELEGRAM_TOKEN=" + w.telegram.Token(), "TELEGRAM_API_URL=" + w.telegram.URL(),
		"DATABASE_PATH=" + w.database, "DATABASE_URL=" + w.url, "LOG_SIGNING_KEY_FILE=" + w.database + ".key", "MAX_OPEN_DEALS_PER_USER=500", "MAX_DAILY_DEAL_VOLUME=1000000000",
	}
	return w
}

// openDoubles opens both doubles so that people hear at once of what they see.
func (w *killWorld) openDoubles() {
	w.t.Helper()
	var ds *discordspec.Spec
	var ts *telegramspec.Spec
	var err error
	if folder := specFolder(); folder != "" {
		if ds, err = discordspec.Load(folder); err != nil {
			w.t.Fatal(err)
		}
		if ts, err = telegramspec.Load(folder); err != nil {
			w.t.Fatal(err)
		}
	}
	if w.discord, err = discordtest.Open(discordtest.Options{Specs: ds, Shown: w.shown, Shards: w.shards}); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = w.discord.Shutdown() })
	if w.telegram, err = telegramtest.Open(telegramtest.Options{Specs: ts, Shown: w.shown, History: 100_000, HookSecond: time.Millisecond}); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = w.telegram.Shutdown() })
}

// shown wakes who sees something.
func (w *killWorld) shown(who chat.UserRef, _ string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if who.Platform == telegramtest.Platform {
		w.busy[who] = true
	}
	if p := w.people[who]; p != nil {
		ring(p.bell)
	}
}

// ticking returns a channel that is closed when the bot's clock is moved on.
func (w *killWorld) ticking() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.tock
}

// age is how many lives Discord has seen, and a channel that is closed when it
// sees another one.
func (w *killWorld) age() (int, <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.lives, w.born
}

// fail ends the test with a message; whoever waits for something gives up, in
// silence unless it was the waiting that took too long.
func (w *killWorld) fail(format string, args ...any) {
	w.t.Helper()
	if !errors.Is(w.ctx.Err(), context.Canceled) {
		w.t.Errorf(format, args...)
	}
	w.cancel()
}

func (w *killWorld) isEvening() bool {
	select {
	case <-w.evening:
		return true
	default:
		return false
	}
}

// onDiscord makes somebody known who is in the guild.
func (w *killWorld) onDiscord(name string, seed uint64) *killPerson {
	u := w.discord.AddUser(chat.User{Ref: chat.UserRef{Platform: discordtest.Platform}, Name: strings.ToUpper(name), Handle: name, Locale: "en"})
	w.discord.Join(discordtest.Member{Who: u.Ref}, w.guild.Space)
	return w.know(u, w.discord, w.discord.DirectOf(u.Ref), w.guild.Ref, seed)
}

// onTelegram makes somebody known who is in a group and has pressed Start.
func (w *killWorld) onTelegram(name string, seed uint64) *killPerson {
	u := w.telegram.AddUser(chat.User{Ref: chat.UserRef{Platform: telegramtest.Platform}, Name: strings.ToUpper(name), Handle: name, Locale: "en"})
	group := w.groups[len(w.people)%len(w.groups)]
	if err := w.telegram.Arrive(u.Ref); err != nil {
		w.t.Fatal(err)
	}
	if err := w.telegram.Join(u.Ref, group.Ref); err != nil {
		w.t.Fatal(err)
	}
	return w.know(u, w.telegram, telegramtest.Direct(u.Ref), group.Ref, seed)
}

func (w *killWorld) know(u chat.User, on double, direct, group chat.PlaceRef, seed uint64) *killPerson {
	p := &killPerson{
		world: w, rng: rand.New(rand.NewPCG(seed, 1)), user: u, on: on, direct: direct, group: group,
		bell: make(chan struct{}, 1), asked: map[string]int{},
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.people[u.Ref] = p
	return p
}
