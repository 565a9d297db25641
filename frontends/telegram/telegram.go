package telegram

import (
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// Options are the things a Frontend takes from outside; Token is required.
type Options struct {
	// Token is the bot's, as BotFather gives it: "<number>:<secret>".
	Token string
	// URL is where the Bot API is served; "" is Telegram's own.
	URL    string
	Logger *slog.Logger                         // slog.Default when nil
	Now    func() time.Time                     // time.Now when nil
	After  func(time.Duration) <-chan time.Time // time.After when nil
	// Ephemeral answers a single person in a group by a message that only they
	// see (Bot API 10.2), where the bot is able to. Telegram does not promise to
	// deliver those.
	Ephemeral bool
	Transport http.RoundTripper // botapi's own when nil
	// Webhook has Telegram deliver updates; the zero value polls for them.
	Webhook Webhook
	Pace    botapi.Pace // zero: Telegram's limits; others are for servers that have none
}

// Frontend joins one Telegram bot to the core. It is safe for concurrent use.
type Frontend struct {
	client    *botapi.Client
	bot       string // its number, which begins the names of leases and facts
	log       *slog.Logger
	now       func() time.Time
	after     func(time.Duration) <-chan time.Time
	ephemeral bool
	webhook   Webhook
	transport http.RoundTripper

	username atomic.Pointer[string]
	words    atomic.Pointer[chat.Catalog] // of the latest Run
	sent     recent
}

var (
	_ chat.Frontend    = (*Frontend)(nil)
	_ chat.StartLinker = (*Frontend)(nil)
	_ chat.Editor      = (*Frontend)(nil)
	_ chat.Checker     = (*Frontend)(nil)
	_ chat.Reporter    = (*Frontend)(nil)
	_ botapi.Handler   = (*run)(nil)
)

// New returns a frontend without asking Telegram anything. It refuses a token or
// an address that cannot be one, and does not quote the token.
func New(o Options) (*Frontend, error) {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	client, err := botapi.New(botapi.Options{
		Token: o.Token, URL: o.URL, Logger: o.Logger, Now: o.Now, After: o.After, Transport: o.Transport, Pace: o.Pace,
	})
	if err != nil {
		return nil, fmt.Errorf("telegram: open the bot: %w", err)
	}
	if err := o.Webhook.validate(); err != nil {
		return nil, fmt.Errorf("telegram: open the bot: %w", err)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = time.After
	}
	return &Frontend{
		client: client, bot: strconv.FormatInt(client.BotID(), 10),
		log: o.Logger, now: o.Now, after: o.After, ephemeral: o.Ephemeral,
		webhook: o.Webhook, transport: o.Transport,
	}, nil
}

// Platform returns "telegram".
func (f *Frontend) Platform() chat.Platform { return Platform }

// State tells when Telegram last answered a poll, and how often it had enough.
func (f *Frontend) State() chat.FrontendState { return f.client.State() }

// catalog returns the words of the latest Run; before the first there are none.
func (f *Frontend) catalog() chat.Catalog {
	if c := f.words.Load(); c != nil {
		return *c
	}
	return chat.Catalog{}
}

// say returns words of the core that the frontend adds to an answer.
func (f *Frontend) say(locale, key string) string {
	c := f.catalog()
	if c.Text == nil {
		return key
	}
	if locale == "" && len(c.Locales) > 0 {
		locale = c.Locales[0]
	}
	return c.Text(locale, key)
}

// fact names something to remember about this bot.
func (f *Frontend) fact(name string) string { return "telegram:" + f.bot + ":" + name }
