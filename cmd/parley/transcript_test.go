package main

import (
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
	"github.com/parleybot/parley/frontends/console/pretend"
	"github.com/parleybot/parley/frontends/console/transcript"
)

// TestTranscripts plays the conversations in testdata against the whole program.
// "go test ./cmd/parley -run Transcripts -update" writes them anew; read the
// difference aloud before it is committed.
func TestTranscripts(t *testing.T) {
	t.Parallel()
	transcript.RunAll(t, filepath.Join("testdata", "*.chat"), func(t *testing.T) transcript.Stage {
		s := openTheatre(t)
		return transcript.Stage{World: transcript.Pretended(s.world), Settle: s.settle, Advance: s.advance, Restart: s.restart}
	})
}

// theatre is the whole program before the pretended world, repeatable to the
// last character: clock, chance and event ids are the test's.
type theatre struct {
	*stage
	t        testing.TB
	settings config.Config
	clock    *storetest.Clock
	random   io.Reader // one stream across restarts, as a handle must never come twice
}

// premiere is a Monday morning, UTC.
var premiere = time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)

func openTheatre(t testing.TB) *theatre {
	t.Helper()
	return openTheatreOf(t, invite)
}

// openTheatreOf opens it with guests beside the sandbox's own cast.
func openTheatreOf(t testing.TB, guests func(*pretend.World)) *theatre {
	t.Helper()
	s := &theatre{t: t, settings: ledgerFor(t), clock: storetest.NewClock(premiere), random: storetest.Random(1)}
	world := pretend.Default(pretend.Options{Prefix: "e", Now: s.clock.Now})
	guests(world)
	s.stage = &stage{world: world}
	s.start(t.Context())
	t.Cleanup(func() {
		if err := s.stage.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// invite adds to the sandbox's cast whom the conversations need beside it: Alice's
// other account, somebody the bot never met, and Reef, a second space on Discord
// with an administrator and a bot of its own.
func invite(w *pretend.World) {
	for _, u := range []chat.User{
		{Ref: chat.UserRef{Platform: pretend.Telegram, ID: "ally"}, Name: "Alice on the go"},
		{Ref: chat.UserRef{Platform: pretend.Telegram, ID: "nora"}, Name: "Nora"},
		{Ref: chat.UserRef{Platform: pretend.Discord, ID: "dan"}, Name: "Dan"},
		{Ref: chat.UserRef{Platform: pretend.Discord, ID: "robo"}, Name: "Robo", Bot: true},
	} {
		u.Locale = "en"
		w.AddPerson(u)
	}
	w.AddSpace(pretend.Space{
		Ref: chat.SpaceRef{Platform: pretend.Discord, ID: "reef"}, Name: "Reef",
		Place: chat.PlaceRef{Platform: pretend.Discord, ID: "reef-bots"}, PlaceName: "#bots",
	}, pretend.Member{Who: person("alice")}, pretend.Member{Who: person("robo")}, pretend.Member{Who: person("dan"), Admin: true})
}

// person is somebody's account on the pretended Discord.
func person(id string) chat.UserRef { return chat.UserRef{Platform: pretend.Discord, ID: id} }

// start runs an engine on the stage's world and ledger.
func (s *theatre) start(ctx context.Context) {
	s.t.Helper()
	var fronts []chat.Frontend
	for _, f := range s.world.Frontends() {
		fronts = append(fronts, f)
	}
	s.done = make(chan error, 1)
	var err error
	s.bot, s.store, err = house.Engine(ctx, s.settings, fronts, s.clock.Now, slog.New(slog.DiscardHandler), func(o *store.Options) {
		o.Rand = s.random
		o.Busy = time.Millisecond // whoever else holds the lock holds it for the whole test
	})
	if err != nil {
		s.t.Fatal(err)
	}
	running, stop := context.WithCancel(context.Background())
	s.stop = stop
	go func() { s.done <- s.bot.Run(running) }()
	if err := s.world.Ready(ctx); err != nil {
		s.t.Fatal(err)
	}
	if err := s.stage.settle(ctx); err != nil {
		s.t.Fatal(err)
	}
}

// settle lets a second pass after all is quiet, as nobody acts twice at once; the
// platforms' pace is measured in it.
func (s *theatre) settle(ctx context.Context) error {
	if err := s.stage.settle(ctx); err != nil {
		return err
	}
	return s.advance(ctx, time.Second)
}

func (s *theatre) advance(ctx context.Context, d time.Duration) error {
	s.clock.Advance(d)
	return s.stage.settle(ctx)
}

func (s *theatre) restart(ctx context.Context) error {
	if err := s.stage.Close(); err != nil {
		return err
	}
	s.start(ctx)
	return nil
}
