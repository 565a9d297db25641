package telegram_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/botapi"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// door is the one HTTP server of a process.
type door struct {
	mu     sync.RWMutex
	served map[string]http.Handler
	server *httptest.Server
}

func newDoor(t *testing.T) *door {
	t.Helper()
	d := &door{served: map[string]http.Handler{}}
	d.server = httptest.NewUnstartedServer(d)
	// A real one is in a hurry, too: a delivery has to ask for more time.
	d.server.Config.WriteTimeout = time.Nanosecond
	d.server.Start()
	t.Cleanup(d.server.Close)
	return d
}

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.RLock()
	h := d.served[r.URL.Path]
	d.mu.RUnlock()
	if h == nil {
		http.NotFound(w, r)
		return
	}
	h.ServeHTTP(w, r)
}

func (d *door) Mount(path string, h http.Handler) (func(), error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.served[path] != nil {
		return nil, fmt.Errorf("door: %s is taken", path)
	}
	d.served[path] = h
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.served, path)
	}, nil
}

// mounted is a core in a process that serves HTTP.
type mounted struct {
	chat.Core
	*door
}

// hooked is a double that delivers, and a frontend to which it does.
type hooked struct {
	*double
	door *door
}

// behind is a frontend that runs before a core that can mount.
type behind struct {
	*telegram.Frontend
	door *door
}

func (b behind) Run(ctx context.Context, catalog chat.Catalog, core chat.Core) error {
	return b.Frontend.Run(ctx, catalog, mounted{core, b.door})
}

func (h *hooked) Frontend() chat.Frontend { return behind{h.f, h.door} }

var byHook = telegram.Webhook{PublicURL: "https://bot.example/", Secret: "secret-of-the-hook"}

func hook(t *testing.T, so telegramtest.Options) *hooked {
	t.Helper()
	so.HookSecond = 20 * time.Millisecond
	h := &hooked{door: newDoor(t)}
	h.double = open(t, so, telegram.Options{Webhook: byHook, Pace: unpaced()})
	// Of several processes none knows what another one has edited a message to.
	h.forgiven = append(h.forgiven, 9)
	h.Proxy(h.door.server.URL)
	return h
}

// unpaced is for tests of what happens, and not of when.
func unpaced() botapi.Pace {
	return botapi.Pace{PerSecond: 1000, ChatEvery: time.Millisecond, ChatBurst: 100, GroupPerMinute: 10000}
}

func TestFrontendByWebhook(t *testing.T) {
	frontendtest.Run(t, func(t *testing.T) frontendtest.Platform { return hook(t, telegramtest.Options{}) })
}

// Two processes take deliveries in turn; each of them answers what it took, and a
// chat keeps its order across both.
func TestT4TwoProcesses(t *testing.T) {
	t.Parallel()
	one := hook(t, telegramtest.Options{})
	two := newDoor(t)
	one.Proxy(one.door.server.URL, two.server.URL)
	second, err := telegram.New(telegram.Options{Token: one.Token(), URL: one.URL(), Webhook: byHook, Pace: unpaced()})
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{double: one.double, core: frontendtest.NewCore(func(in chat.Interaction) chat.Reply {
		return chat.Reply{Audience: chat.Direct, Message: say(in.EventID)}
	})}
	s.runWith(mounted{s.core, one.door})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- second.Run(ctx, catalog(), mounted{s.core, two}) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	const lines = 40
	for range lines {
		s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/ping"))
	}
	s.took(lines)
	s.idle()
	seen, took := s.saw(s.cast.Ann), s.core.Handled()
	if len(seen) != lines || len(took) != lines {
		t.Fatalf("took %d, and %d answers", len(took), len(seen))
	}
	for i, in := range took {
		if seen[i] != in.EventID || i > 0 && took[i-1].EventID >= in.EventID {
			t.Errorf("number %d: %s, answered %s", i, in.EventID, seen[i])
		}
	}
	from := map[string]int{}
	for _, d := range s.Delivered() {
		if d.Status == http.StatusOK {
			from[d.To]++
		}
	}
	if len(from) != 2 {
		t.Errorf("taken by %v", from)
	}
	if n := s.Count("getUpdates"); n != 0 {
		t.Errorf("%d polls", n)
	}
}

// From polling to the webhook and back nothing is lost on the way.
func TestThereAndBack(t *testing.T) {
	t.Parallel()
	h := hook(t, telegramtest.Options{})
	s := &stage{double: h.double, core: frontendtest.NewCore(nil)}
	polling, err := telegram.New(telegram.Options{Token: h.Token(), URL: h.URL(), Pace: unpaced()})
	s.must(err)
	for i, f := range []*telegram.Frontend{polling, h.f, polling} {
		s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/ping"))
		s.f = f
		s.runWith(mounted{s.core, h.door})
		s.took(2*i + 1)
		s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/ping"))
		s.took(2*i + 2)
		s.idle()
		s.stop()
	}
	if n := len(s.core.Handled()); n != 6 || s.Count("setWebhook") != 1 || s.Count("deleteWebhook") != 1 {
		t.Errorf("took %d; set %d, deleted %d", n, s.Count("setWebhook"), s.Count("deleteWebhook"))
	}
	if at, _ := s.Webhook(); at != "" {
		t.Errorf("%s is still set", at)
	}
}

func TestWebhooksThatCannotBe(t *testing.T) {
	t.Parallel()
	const good = "7000000001:abcdefgh"
	for _, w := range []telegram.Webhook{
		{PublicURL: "https://bot.example"},
		{Secret: "s"},
		{PublicURL: "http://bot.example", Secret: "s"},
		{PublicURL: "https://bot.example:8080", Secret: "s"},
		{PublicURL: "https://bot.example?x=1", Secret: "s"},
		{PublicURL: "https://bot.example", Secret: "a secret"},
	} {
		if _, err := telegram.New(telegram.Options{Token: good, Webhook: w}); err == nil {
			t.Errorf("%+v is taken", w)
		}
	}
	d := open(t, telegramtest.Options{}, telegram.Options{Webhook: byHook})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := d.f.Run(ctx, catalog(), frontendtest.NewCore(nil)); err == nil {
		t.Error("a process without a server listens")
	}
}
