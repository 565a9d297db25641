package peers

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/disgoorg/disgo"
	"github.com/disgoorg/disgo/bot"
	"github.com/disgoorg/disgo/cache"
	"github.com/disgoorg/disgo/gateway"
	"github.com/disgoorg/disgo/rest"
	"github.com/disgoorg/snowflake/v2"
	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordtest"
	"github.com/parleybot/parley/frontends/discord/discordtest/conform"
	"github.com/parleybot/parley/frontends/frontendtest"
)

// The client never ends the goroutine that clears its buckets.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/disgoorg/disgo/rest.(*rateLimiterImpl).cleanup"))
}

// patience bounds a test that waits for something that never comes.
const patience = 20 * time.Second

var official = sync.OnceValues(func() (*conform.Spec, error) { return conform.Load(os.Getenv("PARLEY_SPECS")) })

// stage is a pretended Discord, its people, and a disgo bot that is connected.
type stage struct {
	t      *testing.T
	ctx    context.Context
	double *discordtest.Server
	cast   frontendtest.Cast
	bot    *bot.Client
	app    snowflake.ID
	events chan bot.Event
	faults []string // what the double is to complain of
}

// open builds a stage. The double must have nothing to complain of at its end
// but what the test expects.
func open(t *testing.T) *stage {
	t.Helper()
	return openBy(t, gateway.CompressionNone)
}

// openBy is open with a choice of how the gateway compresses. The client's own
// choice, zstd, is not among what the double speaks.
func openBy(t *testing.T, compression gateway.CompressionType) *stage {
	t.Helper()
	if os.Getenv("PARLEY_SPECS") == "" {
		t.Skip("PARLEY_SPECS is not set: it names the folder with discord-openapi.json")
	}
	spec, err := official()
	must(t, err)
	double, err := discordtest.Open(discordtest.Options{Specs: spec})
	must(t, err)
	double.Set(discordtest.Portal{Content: true})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	s := &stage{t: t, ctx: ctx, double: double, cast: double.Cast(), events: make(chan bot.Event, 1024)}
	s.app = id(t, double.ApplicationID())
	transport := &http.Transport{}
	t.Cleanup(func() {
		cancel()
		must(t, double.Shutdown())
		transport.CloseIdleConnections()
		if got := double.Violations(); !slices.Equal(got, s.faults) {
			t.Errorf("the double complains of %q, want %q", got, s.faults)
		}
	})
	quiet := slog.New(slog.DiscardHandler)
	s.bot, err = disgo.New(double.Token(),
		bot.WithLogger(quiet),
		bot.WithRestClientConfigOpts(
			rest.WithURL(double.URL()+"/api/v10"), rest.WithHTTPClient(&http.Client{Transport: transport}),
		),
		// The address of the gateway comes from the double's GET /gateway.
		bot.WithGatewayConfigOpts(
			gateway.WithIntents(gateway.IntentGuilds, gateway.IntentGuildMessages, gateway.IntentDirectMessages, gateway.IntentMessageContent),
			gateway.WithCompression(compression),
		),
		bot.WithCacheConfigOpts(cache.WithCaches(cache.FlagChannels)),
		bot.WithEventListeners(s),
	)
	must(t, err)
	t.Cleanup(func() {
		done, stop := context.WithTimeout(context.Background(), patience)
		defer stop()
		s.bot.Close(done)
	})
	must(t, s.bot.OpenGateway(ctx))
	return s
}

// OnEvent takes everything the client learns, in order.
func (s *stage) OnEvent(event bot.Event) { s.events <- event }

// next waits for an event of a kind and passes over the others.
func next[E bot.Event](s *stage) E {
	s.t.Helper()
	for {
		select {
		case event := <-s.events:
			if wanted, ok := event.(E); ok {
				return wanted
			}
		case <-s.ctx.Done():
			var none E
			s.t.Fatalf("no %T came; the double complains of %q", none, s.double.Violations())
		}
	}
}

// sees waits until somebody has seen something that fits.
func (s *stage) sees(who chat.User, fits func(frontendtest.Seen) bool) frontendtest.Seen {
	s.t.Helper()
	for {
		changed := s.double.Changed()
		for _, seen := range s.double.Seen(who.Ref) {
			if fits(seen) {
				return seen
			}
		}
		select {
		case <-changed:
		case <-s.ctx.Done():
			s.t.Fatalf("%s never saw it, only %+v; the double complains of %q", who.Name, s.double.Seen(who.Ref), s.double.Violations())
		}
	}
}

// reads waits until somebody has seen a text.
func (s *stage) reads(who chat.User, text string) frontendtest.Seen {
	s.t.Helper()
	return s.sees(who, func(seen frontendtest.Seen) bool { return seen.Text == text })
}

// does lets somebody act; an act may wait for the bot, so it runs beside it.
func (s *stage) does(act func() error) {
	s.t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := act(); err != nil {
			s.t.Errorf("act: %v", err)
		}
	}()
	s.t.Cleanup(func() { <-done })
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func id(t *testing.T, text string) snowflake.ID {
	t.Helper()
	parsed, err := snowflake.Parse(text)
	must(t, err)
	return parsed
}
