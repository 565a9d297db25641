package discord_test

import (
	"context"
	"net/http"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord"
	"github.com/parleybot/parley/frontends/discord/discordtest"
	"github.com/parleybot/parley/frontends/discord/discordtest/conform"
	"github.com/parleybot/parley/frontends/frontendtest"
)

// patience is how long a test waits for what should come at once.
const patience = 20 * time.Second

// platform is a pretended Discord with the frontend before it. People act once
// the bot has connected and registered its commands.
type platform struct {
	*discordtest.Server
	f *discord.Frontend
}

func (p *platform) Frontend() chat.Frontend { return p.f }

func (p *platform) Type(who chat.UserRef, at chat.PlaceRef, line string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := p.Ready(ctx); err != nil {
		return err
	}
	return p.Server.Type(who, at, line)
}

// pretended opens a Discord. The test fails if Discord would have refused what
// the frontend did for what it was.
func pretended(t *testing.T, o discordtest.Options) *platform {
	t.Helper()
	return configured(t, o, func(*discord.Options) {})
}

func configured(t *testing.T, o discordtest.Options, change func(*discord.Options)) *platform {
	t.Helper()
	if o.Specs == nil {
		o.Specs = specs(t)
	}
	server, err := discordtest.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	options := discord.Options{Token: server.Token(), URL: server.URL(), Transport: transport}
	change(&options)
	f, err := discord.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := server.Shutdown(); err != nil {
			t.Error(err)
		}
		for _, wrong := range server.Mistakes() {
			t.Errorf("Discord would not have it: %s", wrong)
		}
	})
	return &platform{Server: server, f: f}
}

// specs is the official specification, where its folder is known; without it
// the hand rules alone judge.
func specs(t *testing.T) *conform.Spec {
	t.Helper()
	folder := os.Getenv("PARLEY_SPECS")
	if folder == "" {
		return nil
	}
	spec, err := conform.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

func TestFrontend(t *testing.T) {
	frontendtest.Run(t, func(t *testing.T) frontendtest.Platform { return pretended(t, discordtest.Options{}) })
}

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
