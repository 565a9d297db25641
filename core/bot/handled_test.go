package bot_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
	"github.com/parleybot/parley/core/trace"
)

// watched is an engine that nobody runs, with everything that it tells.
type watched struct {
	bot     *bot.Bot
	mu      sync.Mutex
	handled []bot.Handled
	spans   []string
	log     bytes.Buffer
}

func newWatched(t *testing.T, fault store.Fault, tune func(*bot.Options)) *watched {
	t.Helper()
	w := &watched{}
	apps := []app.App{(&demo{}).app()}
	s := storetest.OpenOptions(t, store.Options{
		Path: filepath.Join(t.TempDir(), "parley.db"), Migrations: bot.Migrations(apps), Fault: fault,
	})
	o := bot.Options{
		Store: s, Apps: apps, Logger: slog.New(slog.NewTextHandler(&w.log, nil)),
		Handled: func(h bot.Handled) { w.mu.Lock(); defer w.mu.Unlock(); w.handled = append(w.handled, h) },
		Trace: func(ctx context.Context, op trace.Op) (context.Context, func(error)) {
			return ctx, func(err error) {
				w.mu.Lock()
				defer w.mu.Unlock()
				if err != nil {
					op.Name += " failed"
				}
				w.spans = append(w.spans, op.Name)
			}
		},
	}
	if tune != nil {
		tune(&o)
	}
	var err error
	if w.bot, err = bot.New(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	return w
}

func says(event, line string) chat.Interaction {
	in := chat.Interaction{
		Kind: chat.Invoke, EventID: event, User: chat.User{Ref: chat.UserRef{Platform: bottest.T, ID: "ann"}, Name: "Ann"},
		Place: chat.Place{Ref: chat.PlaceRef{Platform: bottest.T, ID: "ann"}, Kind: chat.DirectPlace},
	}
	for word := range strings.FieldsSeq(line) {
		in.Words = append(in.Words, chat.Value{Text: word})
	}
	return in
}

func TestHandledTellsHowItEnded(t *testing.T) {
	t.Parallel()
	broken := false
	w := newWatched(t, func(_ int64, at store.Moment) error {
		if broken && at == store.BeforeCommit {
			return errors.New("no disk")
		}
		return nil
	}, nil)
	outcome := func(event, line, command string, want bot.Outcome) {
		t.Helper()
		_, _ = w.bot.Handle(t.Context(), says(event, line))
		got := w.handled[len(w.handled)-1]
		if got.Command != command || got.Outcome != want || got.Platform != bottest.T || got.Kind != chat.Invoke || got.Took <= 0 {
			t.Errorf("%s: %+v, want %s of %q", line, got, want, command)
		}
	}
	outcome("1", "ping", "ping", bot.Answered)
	outcome("2", "nonsense here", "", bot.Declined)
	if want := []string{"answer", "interaction", "transaction"}; !slices.Equal(slices.Sorted(slices.Values(w.spans[:3])), want) {
		t.Errorf("spans %v, want %v", w.spans[:3], want)
	}
	broken = true
	w.spans, w.log = nil, bytes.Buffer{}
	in := says("3", "demo set 5")
	reply, _ := w.bot.Handle(t.Context(), in)
	if got := w.handled[len(w.handled)-1]; got.Outcome != bot.Broken && got.Outcome != bot.Busy {
		t.Errorf("a failing disk: %+v", got)
	}
	if !slices.Contains(w.spans, "interaction failed") || !slices.Contains(w.spans, "transaction failed") {
		t.Errorf("spans of a failure: %v", w.spans)
	}
	if !strings.Contains(w.log.String(), "id="+in.Reference()) {
		t.Errorf("the log does not name %s: %s", in.Reference(), &w.log)
	}
	if got := w.handled[len(w.handled)-1]; got.Outcome == bot.Broken && !strings.Contains(bottest.Screen{Reply: reply}.Text(), in.Reference()) {
		t.Errorf("the person is not shown %s", in.Reference())
	}
}

// door is a server on which everything fits.
type door struct{ path string }

func (d *door) Mount(path string, _ http.Handler) (func(), error) {
	d.path = path
	return func() { d.path = "" }, nil
}

func TestMount(t *testing.T) {
	t.Parallel()
	if _, err := newWatched(t, nil, nil).bot.Mount("/x", http.NotFoundHandler()); err == nil || !strings.Contains(err.Error(), "HTTP_ADDR") {
		t.Errorf("without a server: %v", err)
	}
	var d door
	leave, err := newWatched(t, nil, func(o *bot.Options) { o.Web = &d }).bot.Mount("/x", http.NotFoundHandler())
	if err != nil || d.path != "/x" {
		t.Fatalf("mounted %q, %v", d.path, err)
	}
	if leave(); d.path != "" {
		t.Error("it did not leave")
	}
}
