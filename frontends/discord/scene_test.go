package discord_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord"
	"github.com/parleybot/parley/frontends/discord/discordtest"
	"github.com/parleybot/parley/frontends/frontendtest"
)

// scene is a running frontend with the suite's people before a scripted core.
type scene struct {
	*platform
	t    *testing.T
	core *frontendtest.Core
	cast frontendtest.Cast
	stop func() error // ends Run and returns what it returned
}

// begin runs the frontend; before, the world may be made ready.
func begin(t *testing.T, script func(chat.Interaction) chat.Reply, change func(*discord.Options)) *scene {
	t.Helper()
	s := &scene{platform: configured(t, discordtest.Options{}, change), t: t, core: frontendtest.NewCore(script)}
	s.cast = s.Cast()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.f.Run(ctx, catalog(), s.core) }()
	over := false
	s.stop = func() error {
		if over {
			return nil
		}
		over = true
		cancel()
		return <-ended
	}
	t.Cleanup(func() {
		if err := s.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	ready, end := context.WithTimeout(t.Context(), patience)
	defer end()
	s.must(s.Ready(ready))
	return s
}

func plain(*discord.Options) {}

func catalog() chat.Catalog {
	return chat.Catalog{
		Locales: []string{"en"},
		Text:    func(_, key string) string { return key },
		Commands: []chat.Command{
			{Path: "ping", Describe: "about", Reads: true},
			{Path: "deal start", Describe: "about"},
		},
	}
}

func (s *scene) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// sees waits until somebody sees a text.
func (s *scene) sees(who chat.User, text string) frontendtest.Seen {
	s.t.Helper()
	deadline := time.After(patience)
	for {
		changed := s.Changed()
		seen := s.Seen(who.Ref)
		if i := slices.IndexFunc(seen, func(e frontendtest.Seen) bool { return strings.Contains(e.Text, text) }); i >= 0 {
			return seen[i]
		}
		select {
		case <-changed:
		case <-deadline:
			s.t.Fatalf("%s does not see %q; sees %+v", who.Name, text, seen)
		}
	}
}

// never fails if somebody saw a text; what was on its way is waited for.
func (s *scene) never(who chat.User, text string) {
	s.t.Helper()
	ctx, end := context.WithTimeout(s.t.Context(), patience)
	defer end()
	s.must(s.Idle(ctx))
	for _, e := range s.Seen(who.Ref) {
		if strings.Contains(e.Text, text) {
			s.t.Errorf("%s sees %+v", who.Name, e)
		}
	}
}

// observed waits until the core was told of n events.
func (s *scene) observed(n int) []chat.Event {
	s.t.Helper()
	s.until(func() bool { return len(s.core.Observed()) >= n })
	return s.core.Observed()
}

// handled waits until the core has taken n interactions.
func (s *scene) handled(n int) []chat.Interaction {
	s.t.Helper()
	s.until(func() bool { return len(s.core.Handled()) >= n })
	return s.core.Handled()
}

func (s *scene) until(holds func() bool) {
	s.t.Helper()
	deadline := time.After(patience)
	for {
		changed := s.core.Changed()
		if holds() {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			s.t.Fatalf("the core was told of %+v and %+v", s.core.Handled(), s.core.Observed())
		}
	}
}

func message(text string) chat.Message {
	return chat.Message{Document: chat.Document{chat.Paragraph(chat.Text(text))}}
}

func always(r chat.Reply) func(chat.Interaction) chat.Reply {
	return func(chat.Interaction) chat.Reply { return r }
}
