package discordapi

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/parleybot/parley/core/chat/pulse"
)

// Options set up a Client. Only Token is required.
type Options struct {
	Token string
	// URL replaces https://discord.com. It must be https, or name this machine.
	URL string
	// Intents is the bit set of gateway events to ask for.
	Intents int
	Logger  *slog.Logger
	Now     func() time.Time
	// After must honour its duration: the watchdogs wait with it as well.
	After func(time.Duration) <-chan time.Time
	// Transport carries the REST requests; the gateway dials by itself.
	Transport http.RoundTripper
	// PerSecond is how many requests leave in a second, answers to interactions
	// aside: 0 is Discord's limit of 50, a negative number none, for servers that
	// have none.
	PerSecond int
}

// Client is one bot on Discord. Its methods are safe for concurrent use; Run is
// called once at a time.
type Client struct {
	token     string
	intents   int
	base      *url.URL
	log       *slog.Logger
	now       func() time.Time
	after     func(time.Duration) <-chan time.Time
	transport *transport
	limiter   *limiter
	rest      *rest
	self      atomic.Pointer[self]
	abandoned atomic.Int64
	pulse     pulse.Pulse // of the client as a whole
	lines     lines
}

// self is who the bot is, as far as known.
type self struct{ application, user, name string }

// defaultURL is where Discord is.
const defaultURL = "https://discord.com"

// New returns a client. It does not use the network, and its errors never
// quote the token.
func New(o Options) (*Client, error) {
	token := strings.TrimSpace(strings.TrimPrefix(o.Token, "Bot "))
	if token == "" || strings.ContainsFunc(token, func(c rune) bool { return c <= ' ' || c > '~' }) {
		return nil, errors.New("discordapi: the bot token is missing or has characters that no token has")
	}
	if o.URL == "" {
		o.URL = defaultURL
	}
	base, err := parseBase(o.URL)
	if err != nil {
		return nil, err
	}
	c := &Client{token: token, intents: o.Intents, base: base, log: o.Logger, now: o.Now, after: o.After}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.after == nil {
		c.after = time.After
	}
	next := o.Transport
	if next == nil {
		next = newTransport()
	}
	c.transport = &transport{base: base, next: next}
	c.limiter = newLimiter(c.now, c.after, o.PerSecond)
	c.rest = newRest(token, c.transport)
	return c, nil
}

// Self tells who the bot is: the ids of its application and of its user, and
// the user's name. It is false until the gateway said READY or Meet succeeded.
func (c *Client) Self() (applicationID, userID, name string, ok bool) {
	s := c.self.Load()
	if s == nil {
		return "", "", "", false
	}
	return s.application, s.user, s.name, true
}

// Abandoned counts the Sessions that never came back from discordgo and were
// left behind since the start; each keeps one goroutine.
func (c *Client) Abandoned() int64 { return c.abandoned.Load() }
