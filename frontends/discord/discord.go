package discord

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordapi"
)

// Options is what a frontend is made of. Token and nothing else is required.
type Options struct {
	Token string
	// URL is where Discord is, "" for https://discord.com.
	URL string
	// Guild is the id of a guild that gets the commands at once, or "".
	Guild  string
	Logger *slog.Logger
	Now    func() time.Time
	// After waits as time.After does; every wait of the frontend goes through it.
	After     func(time.Duration) <-chan time.Time
	Transport http.RoundTripper
	// PerSecond is how many requests leave in a second; 0: Discord's limit,
	// negative: none, nor of new sessions, for servers that have none.
	PerSecond int
}

// Frontend joins Discord to the core.
type Frontend struct {
	api     *discordapi.Client
	guild   string
	lease   string // begins the names of its leases
	limits  bool   // Discord's are kept
	log     *slog.Logger
	now     func() time.Time
	after   func(time.Duration) <-chan time.Time
	current atomic.Pointer[session] // nil unless Run runs
	written *written
}

var (
	_ chat.Frontend = (*Frontend)(nil)
	_ chat.Editor   = (*Frontend)(nil)
	_ chat.Checker  = (*Frontend)(nil)
	_ chat.Reporter = (*Frontend)(nil)
)

// intents are what the gateway is asked for: guilds for their names and roles,
// messages for answers to the bot in guilds and in direct chats. Discord hands
// over the words of these without the privileged MESSAGE_CONTENT.
const intents = 1<<0 | 1<<9 | 1<<12

// New returns a frontend that has not spoken to Discord yet. It fails on options
// that cannot work; the error never holds the token.
func New(o Options) (*Frontend, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = time.After
	}
	if o.Guild != "" && !snowflake(o.Guild) {
		return nil, fmt.Errorf("discord: the guild %q is no id: copy it by a right click on the server, with Developer Mode on", o.Guild)
	}
	api, err := discordapi.New(discordapi.Options{
		Token: o.Token, URL: cmp.Or(o.URL, "https://discord.com"), Intents: intents,
		Logger: o.Logger, Now: o.Now, After: o.After, Transport: o.Transport, PerSecond: o.PerSecond,
	})
	if err != nil {
		return nil, fmt.Errorf("discord: %w", err)
	}
	return &Frontend{
		api: api, guild: o.Guild, lease: leaseName(o.Token), limits: o.PerSecond >= 0, log: o.Logger, now: o.Now, after: o.After, written: newWritten(),
	}, nil
}

// Platform returns "discord".
func (f *Frontend) Platform() chat.Platform { return Platform }

// State tells whether the gateway is connected, and since when.
func (f *Frontend) State() chat.FrontendState { return f.api.State() }

// InviteLink returns the address under which somebody adds the bot to a guild or
// to their own account. It asks Discord for the application's id.
func (f *Frontend) InviteLink(ctx context.Context) (string, error) {
	app, err := f.api.Meet(ctx)
	if err != nil {
		return "", fmt.Errorf("discord: invite link: %w", err)
	}
	return discordapi.InviteLink(app.ID, discordapi.Permissions), nil
}
