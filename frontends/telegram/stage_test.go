package telegram_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
	"github.com/parleybot/parley/frontends/telegram/telegramtest/conform"
)

// patience is how long a test waits for something that should come at once.
const patience = 10 * time.Second

// double is a pretended Telegram with its usual cast; Ben has no @name, so that
// whoever mentions him names his account.
type double struct {
	*telegramtest.Server
	t    *testing.T
	cast frontendtest.Cast
	f    *telegram.Frontend
	logs logs
	// Rules that a test breaks because nobody could know better. That somebody
	// never pressed Start (11) can only be found out by trying.
	forgiven []int
}

func (d *double) Frontend() chat.Frontend { return d.f }

func (d *double) Cast() frontendtest.Cast { return d.cast }

// logs is where the frontend logs to.
type logs struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// open starts a double, and a frontend that has met its bot. At the end the
// double must have seen nothing that Telegram forbids, and the log no token.
func open(t *testing.T, so telegramtest.Options, fo telegram.Options) *double {
	t.Helper()
	if folder := os.Getenv("PARLEY_SPECS"); folder != "" {
		specs, err := conform.Load(folder)
		if err != nil {
			t.Fatal(err)
		}
		so.Specs = specs
	}
	server, err := telegramtest.Open(so)
	if err != nil {
		t.Fatal(err)
	}
	d := &double{Server: server, t: t, cast: server.Cast(), forgiven: []int{11}}
	if err := server.Rename(d.cast.Ben.Ref, "Ben", ""); err != nil {
		t.Fatal(err)
	}
	d.cast.Ben.Handle = "Ben"
	t.Cleanup(func() {
		if err := server.Shutdown(); err != nil {
			t.Error(err)
		}
		for _, v := range server.ViolationsBut(d.forgiven...) {
			t.Errorf("Telegram forbids: %s", v)
		}
		if strings.Contains(d.logs.String(), server.Token()) {
			t.Error("the token is in the log")
		}
		if t.Failed() {
			t.Log(d.logs.String())
		}
	})
	fo.Token, fo.URL = server.Token(), server.URL()
	fo.Logger = slog.New(slog.NewTextHandler(&d.logs, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if d.f, err = telegram.New(fo); err != nil {
		t.Fatal(err)
	}
	if err := d.f.Meet(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

// stage is a double whose frontend runs before a scripted core.
type stage struct {
	*double
	core *frontendtest.Core
	stop func()
}

func play(t *testing.T, so telegramtest.Options, fo telegram.Options, script func(chat.Interaction) chat.Reply) *stage {
	t.Helper()
	s := &stage{double: open(t, so, fo), core: frontendtest.NewCore(script)}
	s.run()
	return s
}

// run starts the frontend; stop ends it.
func (s *stage) run() { s.runWith(s.core) }

func (s *stage) runWith(core chat.Core) {
	s.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.f.Run(ctx, catalog(), core) }()
	s.stop = sync.OnceFunc(func() {
		cancel()
		select {
		case err := <-done:
			if err != nil {
				s.t.Errorf("Run returned %v", err)
			}
		case <-time.After(2 * patience):
			s.t.Error("Run did not return")
		}
	})
	s.t.Cleanup(s.stop)
}

func catalog() chat.Catalog {
	return chat.Catalog{
		Locales: []string{"en", "ar"},
		Text: func(locale, key string) string {
			if key == "core.picked_person" {
				return locale + "|picked {name}."
			}
			return locale + "|" + key
		},
		Commands: []chat.Command{
			{Path: "ping", Describe: "suite.ping", Reads: true},
			{Path: "start", Describe: "suite.start", Options: []chat.Option{{Name: "payload", Kind: chat.TextOption, Describe: "suite.payload"}}},
			{Path: "hidden action", Describe: "suite.hidden", Shown: chat.ShownToNobody},
			{Path: "deal note", Describe: "suite.note", Options: []chat.Option{{Name: "note", Kind: chat.TextOption, Required: true, Describe: "suite.text"}}},
		},
	}
}

func (s *stage) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// took waits until the core has taken n interactions and returns the last.
func (s *stage) took(n int) chat.Interaction {
	s.t.Helper()
	s.waits("interactions", s.core.Changed, func() bool { return len(s.core.Handled()) >= n })
	return s.core.Handled()[n-1]
}

// observed waits until the core has taken n events and returns the last.
func (s *stage) observed(n int) chat.Event {
	s.t.Helper()
	s.waits("events", s.core.Changed, func() bool { return len(s.core.Observed()) >= n })
	return s.core.Observed()[n-1]
}

// sees waits until somebody sees what holds these words, and returns it.
func (s *stage) sees(who chat.User, words string) frontendtest.Seen {
	s.t.Helper()
	var found frontendtest.Seen
	s.waits(who.Name+" to see "+words, s.Changed, func() bool {
		for _, seen := range s.Seen(who.Ref) {
			if strings.Contains(seen.Text, words) {
				found = seen
				return true
			}
		}
		return false
	})
	return found
}

func (s *stage) waits(what string, changed func() <-chan struct{}, holds func() bool) {
	s.t.Helper()
	deadline := time.After(patience)
	for {
		next := changed()
		if holds() {
			return
		}
		select {
		case <-next:
		case <-deadline:
			s.t.Fatalf("waited in vain for %s; the core took %+v", what, s.core.Handled())
		}
	}
}

// idle waits until nothing is on its way.
func (s *stage) idle() {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	s.must(s.Idle(ctx))
}

// saw lists what somebody has seen so far.
func (s *stage) saw(who chat.User) []string {
	var all []string
	for _, seen := range s.Seen(who.Ref) {
		all = append(all, seen.Text)
	}
	return all
}

func say(text string) chat.Message {
	return chat.Message{Document: chat.Document{chat.Paragraph(chat.Text(text))}}
}

func withButton(text, label, token string) chat.Message {
	m := say(text)
	m.Rows = []chat.Row{chat.Buttons(chat.Button{Label: chat.Text(label), Token: token})}
	return m
}

func answers(a chat.Audience, m chat.Message) func(chat.Interaction) chat.Reply {
	return func(chat.Interaction) chat.Reply { return chat.Reply{Audience: a, Message: m, Locale: "ar"} }
}
