package outbox_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// fake is a frontend that answers as its script says.
type fake struct {
	platform chat.Platform
	caps     chat.Capabilities

	mu     sync.Mutex
	sent   []chat.Delivery
	script func(ctx context.Context, d chat.Delivery, nth int) error // nth send of that delivery, from 1
}

func (f *fake) Platform() chat.Platform                            { return f.platform }
func (f *fake) Capabilities(chat.PlaceRef) chat.Capabilities       { return f.caps }
func (f *fake) Run(context.Context, chat.Catalog, chat.Core) error { return nil }

func (f *fake) Send(ctx context.Context, d chat.Delivery) (chat.MessageRef, error) {
	f.mu.Lock()
	f.sent = append(f.sent, d)
	nth := 0
	for _, s := range f.sent {
		if s.ID == d.ID {
			nth++
		}
	}
	script := f.script
	f.mu.Unlock()
	if script != nil {
		if err := script(ctx, d, nth); err != nil {
			return chat.MessageRef{}, err
		}
	}
	return chat.MessageRef{Place: chat.PlaceRef{Platform: f.platform, ID: "chat"}, ID: "m-" + d.ID}, nil
}

func (f *fake) plays(script func(ctx context.Context, d chat.Delivery, nth int) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.script = script
}

// fails answers the first sends of every delivery with these classes, in order.
func (f *fake) fails(failures ...*chat.SendError) {
	f.plays(func(_ context.Context, _ chat.Delivery, nth int) error {
		if nth > len(failures) {
			return nil
		}
		return failures[nth-1]
	})
}

// said lists what was sent, as "target text".
func (f *fake) said() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := []string{}
	for _, d := range f.sent {
		list = append(list, d.User.ID+d.Place.ID+" "+d.Message.Document[0].Text)
	}
	return list
}

func (f *fake) ids() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var list []string
	for _, d := range f.sent {
		list = append(list, d.ID)
	}
	return list
}

// world is a store, two platforms and a runner over them, in stopped time.
type world struct {
	t          *testing.T
	path       string
	clock      *storetest.Clock
	store      *store.Store
	d, tg      *fake
	options    outbox.Options
	runner     *outbox.Runner
	log        *strings.Builder
	stop       func()
	identities map[string][]chat.UserRef
}

func newWorld(t *testing.T) *world {
	w := &world{
		t: t, clock: storetest.NewClock(storetest.Epoch), log: &strings.Builder{},
		path: filepath.Join(t.TempDir(), "parley.db"),
		d:    &fake{platform: "d"}, tg: &fake{platform: "t"},
		identities: map[string][]chat.UserRef{},
	}
	w.open(store.Options{})
	w.options = outbox.Options{
		Frontends: []chat.Frontend{w.d, w.tg},
		Now:       w.clock.Now,
		After:     func(time.Duration) <-chan time.Time { return nil }, // tests wake it
		Logger:    slog.New(slog.NewTextHandler(w.log, nil)),
		Route: func(_ *store.Tx, person string, prefer chat.UserRef) ([]chat.UserRef, error) {
			if refs, ok := w.identities[person]; ok {
				return refs, nil
			}
			if !prefer.IsZero() {
				return []chat.UserRef{prefer}, nil
			}
			return []chat.UserRef{{Platform: "d", ID: person}}, nil
		},
	}
	return w
}

func (w *world) open(o store.Options) {
	o.Path, o.Now, o.Rand = w.path, w.clock.Now, storetest.Random(uint64(w.clock.Now().UnixNano()))
	o.Migrations = []store.Migrations{outbox.Migrations()}
	w.store = storetest.OpenOptions(w.t, o)
}

// start runs a new runner until stop, or until the test ends.
func (w *world) start() {
	w.options.Store = w.store
	w.runner = outbox.New(w.options)
	ctx, cancel := context.WithCancel(w.t.Context())
	done := make(chan error, 1)
	go func() { done <- w.runner.Run(ctx) }()
	w.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			w.t.Errorf("run: %v", err)
		}
	})
	w.t.Cleanup(w.stop)
}

// idle waits until all that can be done at this instant has been done.
func (w *world) idle() {
	w.t.Helper()
	if err := w.runner.Idle(w.t.Context()); err != nil {
		w.t.Fatalf("idle: %v", err)
	}
}

func (w *world) advance(d time.Duration) {
	w.t.Helper()
	w.clock.Advance(d)
	w.idle()
}

func (w *world) write(fn func(tx *store.Tx) error) {
	w.t.Helper()
	if err := w.store.Write(w.t.Context(), fn); err != nil {
		w.t.Fatalf("write: %v", err)
	}
}

// notify queues notifications in one transaction.
func (w *world) notify(list ...outbox.Notification) {
	w.t.Helper()
	w.write(func(tx *store.Tx) error {
		for _, n := range list {
			if _, _, err := outbox.Notify(tx, n); err != nil {
				return err
			}
		}
		return nil
	})
}

// states lists what became of the notifications of a subject.
func (w *world) states(subject string) []outbox.State {
	w.t.Helper()
	list := []outbox.State{}
	for _, o := range w.outcomes(subject) {
		list = append(list, o.State)
	}
	return list
}

func (w *world) outcomes(subject string) (list []outbox.Outcome) {
	w.t.Helper()
	err := w.store.Read(w.t.Context(), func(tx *store.Tx) (err error) {
		list, err = outbox.Status(tx, subject)
		return err
	})
	if err != nil {
		w.t.Fatalf("status: %v", err)
	}
	return list
}

// attempts lists the recorded outcomes of all attempts, in order.
func (w *world) attempts() []string {
	w.t.Helper()
	list := []string{}
	err := w.store.Read(w.t.Context(), func(tx *store.Tx) error {
		return tx.SQL().Rows(`SELECT outcome FROM outbox_attempts ORDER BY seq, attempt`, nil,
			func(scan func(...any) error) error {
				var s string
				err := scan(&s)
				list = append(list, s)
				return err
			})
	})
	if err != nil {
		w.t.Fatalf("attempts: %v", err)
	}
	return list
}

// to is a notification to a person, about the subject "s".
func to(person, text string) outbox.Notification {
	return outbox.Notification{Person: person, Kind: "test", Subject: "s", Message: says(text)}
}

// at is a notification to a place on "d".
func at(place, text string) outbox.Notification {
	return outbox.Notification{
		Place: chat.PlaceRef{Platform: "d", ID: place}, Kind: "test", Subject: "s", Message: says(text),
	}
}

func says(text string) chat.Message {
	return chat.Message{Document: chat.Document{chat.Text(text)}}
}

func failure(class chat.SendClass) *chat.SendError { return &chat.SendError{Class: class} }
