package bot_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func TestHelpForOneCommand(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	bob := s.Person(bottest.T, "bob")
	bob.Says("/help demo_set").Shows("/demo set size [loud] [colour]", "A demonstration", "• size — the size")
	bob.Says("/help command=ping").Shows("/ping — ")
	bob.Says("/help nonsense").Shows("I do not know the command /nonsense")
}

func TestSpaceChangesItsID(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	ada := s.Person(bottest.T, "ada").AsAdmin()
	ada.In("dock").Says("/demo admin").Shows("says")
	of := func(space string) (id string) {
		err := s.Store.Read(t.Context(), func(tx *store.Tx) error {
			c, err := communities.OfSpace(tx, chat.SpaceRef{Platform: bottest.T, ID: space})
			id = c.ID
			return err
		})
		if err != nil {
			t.Error(err)
		}
		return id
	}
	before := of("dock")
	moved := chat.Event{
		Kind: chat.SpaceMoved, EventID: "m1", Platform: bottest.T, At: s.Clock.Now(),
		Space: chat.SpaceRef{Platform: bottest.T, ID: "dock"}, NewSpace: chat.SpaceRef{Platform: bottest.T, ID: "superdock"},
	}
	for range 2 {
		if err := s.Bot.Observe(t.Context(), moved); err != nil {
			t.Fatal(err)
		}
	}
	ada.In("superdock").Says("/demo admin").Shows("says")
	if after := of("superdock"); after != before || of("dock") != before {
		t.Errorf("the community changed from %s to %s", before, after)
	}
	closed := chat.Event{Kind: chat.SpaceClosed, EventID: "c1", Platform: bottest.T, Space: moved.NewSpace, At: s.Clock.Now()}
	if err := s.Bot.Observe(t.Context(), closed); err != nil {
		t.Fatal(err)
	}
}

// A refused notification tells that a group has another id as well as the
// platform's own message does.
func TestRefusedSendMovesTheSpace(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	ada := s.Person(bottest.T, "ada").AsAdmin()
	ada.In("dock").Says("/demo admin").Shows("says")
	from, to := chat.PlaceRef{Platform: bottest.T, ID: "dock"}, chat.PlaceRef{Platform: bottest.T, ID: "superdock"}
	s.T.FailWith(func(d chat.Delivery) error {
		if d.Place == from {
			return &chat.SendError{Class: chat.Moved, MovedTo: to}
		}
		return nil
	})
	err := s.Store.Write(t.Context(), func(tx *store.Tx) error {
		_, _, err := outbox.Notify(tx, outbox.Notification{Place: from, Kind: "demo", Message: chat.Message{Document: chat.Say("demo.about")}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Settle()
	err = s.Store.Read(t.Context(), func(tx *store.Tx) error {
		before, err := communities.OfSpace(tx, chat.SpaceRef(from))
		if err != nil {
			return err
		}
		after, err := communities.OfSpace(tx, chat.SpaceRef(to))
		if err == nil && after.ID != before.ID {
			t.Errorf("the space went from %s to %s", before.ID, after.ID)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// troubled is a frontend whose Run goes wrong as it is told, one start after the
// other, and then works.
type troubled struct {
	name  chat.Platform
	runs  []func() error
	up    chan struct{}
	mu    sync.Mutex
	tries int
}

func (f *troubled) Platform() chat.Platform                      { return f.name }
func (f *troubled) Capabilities(chat.PlaceRef) chat.Capabilities { return bottest.Plain() }
func (f *troubled) Send(context.Context, chat.Delivery) (chat.MessageRef, error) {
	return chat.MessageRef{}, &chat.SendError{Class: chat.Retry}
}

func (f *troubled) Run(ctx context.Context, _ chat.Catalog, _ chat.Core) error {
	f.mu.Lock()
	f.tries++
	n := f.tries
	f.mu.Unlock()
	if n <= len(f.runs) {
		return f.runs[n-1]()
	}
	close(f.up)
	<-ctx.Done()
	return nil
}

// One frontend that fails starts again, one that is refused for good stops, and
// neither stops the other.
func TestFrontendsAreSupervisedOnTheirOwn(t *testing.T) {
	t.Parallel()
	var logs bytes.Buffer
	var mu sync.Mutex
	log := slog.New(slog.NewTextHandler(locked{&mu, &logs}, nil))
	s := storetest.OpenOptions(t, store.Options{Migrations: bot.Migrations(nil)})
	broken := errors.New("the line is cut")
	shaky := &troubled{name: "shaky", up: make(chan struct{}), runs: []func() error{
		func() error { return broken }, func() error { panic("a frontend's own mistake") },
	}}
	refused := &troubled{name: "refused", up: make(chan struct{}), runs: []func() error{
		func() error { return &chat.SendError{Class: chat.Fatal, Err: errors.New("wrong token")} },
	}}
	b, err := bot.New(t.Context(), bot.Options{
		Store: s, Frontends: []chat.Frontend{shaky, refused}, Logger: log, RestartAfter: time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	<-shaky.up
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if refused.tries != 1 {
		t.Errorf("the refused frontend was started %d times", refused.tries)
	}
	mu.Lock()
	defer mu.Unlock()
	for _, want := range []string{"the line is cut", "a frontend's own mistake", "stopped for good", "wrong token"} {
		if !strings.Contains(logs.String(), want) {
			t.Errorf("the log does not say %q", want)
		}
	}
	if _, err := b.Handle(t.Context(), chat.Interaction{Kind: chat.Invoke, User: chat.User{Ref: chat.UserRef{Platform: "shaky", ID: "x"}}}); !errors.Is(err, chat.ErrNotRecorded) {
		t.Errorf("after the stop: %v", err)
	}
	if err := b.Observe(t.Context(), chat.Event{}); !errors.Is(err, chat.ErrNotRecorded) {
		t.Errorf("after the stop: %v", err)
	}
}

// A bot that no platform wants any more ends, so that whoever runs it notices.
func TestNoPlatformLeft(t *testing.T) {
	t.Parallel()
	s := storetest.OpenOptions(t, store.Options{Migrations: bot.Migrations(nil)})
	refuse := []func() error{func() error { return &chat.SendError{Class: chat.Fatal, Err: errors.New("wrong token")} }}
	b, err := bot.New(t.Context(), bot.Options{
		Store: s, Logger: slog.New(slog.DiscardHandler),
		Frontends: []chat.Frontend{&troubled{name: "one", runs: refuse}, &troubled{name: "two", runs: refuse}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "no platform is left") {
		t.Errorf("got %v", err)
	}
}
