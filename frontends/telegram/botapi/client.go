package botapi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/chat/pulse"
)

// Platform is the key of Telegram in every reference.
const Platform chat.Platform = "telegram"

// Official is where the Bot API is served unless Options say otherwise.
const Official = "https://api.telegram.org"

// Options are what a Client is made of. Only the token is needed.
type Options struct {
	Token string
	// URL of the Bot API, Official if empty; it must be https, or http on a
	// loopback address, since the token travels in it.
	URL    string
	Logger *slog.Logger
	// Now and After are the clock of the pace and of every wait; they default
	// to real time and must be of one clock. Now is only used beside After.
	Now       func() time.Time
	After     func(time.Duration) <-chan time.Time
	Transport http.RoundTripper // defaults to one of its own
	Pace      Pace              // zero: the documented limits
}

// Client is one bot's connection to the Bot API. It is safe for concurrent use.
type Client struct {
	id        int64
	secret    string
	base      string // ends in the token and a slash: the URL of a method without its name
	log       *slog.Logger
	now       func() time.Time
	after     func(time.Duration) <-chan time.Time
	transport http.RoundTripper
	own       *http.Transport // nil where the transport was given
	gate      *gate
	bot       *bot.Bot
	pulse     pulse.Pulse

	meTurn chan struct{} // holds one token: who has it may ask getMe
	me     *models.User
}

// token is the shape BotFather gives: the bot's id, a colon, a secret.
var token = regexp.MustCompile(`^([1-9][0-9]{0,18}):([A-Za-z0-9_-]{8,128})$`)

// New returns a client and touches no network. It refuses a malformed token or
// URL, in words that repeat neither.
func New(o Options) (*Client, error) {
	parts := token.FindStringSubmatch(o.Token)
	if parts == nil {
		return nil, errors.New("botapi: new: the token does not look like 123456:ABC… as BotFather gives it")
	}
	id, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return nil, errors.New("botapi: new: the token's number is too large")
	}
	server, err := address(o.URL)
	if err != nil {
		return nil, fmt.Errorf("botapi: new: %w", err)
	}
	c := &Client{
		id: id, secret: parts[2], base: server + "/bot" + o.Token + "/",
		log: o.Logger, after: o.After, transport: o.Transport, meTurn: make(chan struct{}, 1),
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	now := o.Now
	if c.after == nil { // waits are real, so the instants they are counted from must be too
		c.after, now = time.After, time.Now
	}
	if now == nil {
		now = time.Now
	}
	c.now = now
	if c.transport == nil {
		c.own = transport()
		c.transport = c.own
	}
	c.gate = &gate{client: c, queue: newQueue(o.Pace, now, c.after)}
	c.bot, err = bot.New(o.Token, bot.WithServerURL(server), bot.WithSkipGetMe(), bot.WithHTTPClient(pollLimit, c.gate),
		bot.WithErrorsHandler(c.complain), bot.WithDebugHandler(func(string, ...any) {}))
	if err != nil {
		return nil, errors.New("botapi: new: " + c.scrub(err.Error()))
	}
	return c, nil
}

// address reads the URL of a server.
func address(s string) (string, error) {
	if s == "" {
		return Official, nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", errors.New("the URL of the Bot API is not an address like " + Official)
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return "", errors.New("the URL of the Bot API must be https, since the token travels in it; http is for this machine only")
	}
	return strings.TrimRight(s, "/"), nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// transport keeps enough connections for everything the pace lets through.
func transport() *http.Transport {
	const connections = 64
	dialer := net.Dialer{Timeout: 10 * time.Second}
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: dialer.DialContext, ForceAttemptHTTP2: true,
		MaxIdleConns: connections, MaxIdleConnsPerHost: connections,
		IdleConnTimeout: 90 * time.Second, TLSHandshakeTimeout: 10 * time.Second,
	}
}

// complain logs what the library notices beside its calls.
func (c *Client) complain(err error) {
	c.log.Warn("the Bot API library complains", "cause", c.scrub(err.Error()))
}

// Bot returns the library's bot, for its method calls only. Their errors are
// for Classify.
func (c *Client) Bot() *bot.Bot { return c.bot }

// State tells how the line to the Bot API is. Telegram holds a poll for up to 50
// seconds, so silence means something only after two minutes.
func (c *Client) State() chat.FrontendState {
	s := c.pulse.State()
	s.Patience = 2 * time.Minute
	return s
}

// begin notes that the poller has its lease. Who has just heard from Telegram need
// not wait for the end of the first, long poll to know that the line is good.
func (c *Client) begin() {
	if c.pulse.State().Heard.IsZero() {
		c.Begin()
		return
	}
	c.pulse.Enter(chat.Connected, c.now())
}

// Begin notes that the bot tries to reach Telegram.
func (c *Client) Begin() { c.pulse.Enter(chat.Connecting, c.now()) }

// Refused notes that Telegram knows no such bot.
func (c *Client) Refused() { c.pulse.Enter(chat.Refused, c.now()) }

// End notes that nothing is asked of Telegram any more.
func (c *Client) End() { c.pulse.Leave(c.now()) }

// BotID returns the bot's user id, which its token names.
func (c *Client) BotID() int64 { return c.id }

// Me returns who the bot is. It asks once; errors are *chat.SendError.
func (c *Client) Me(ctx context.Context) (*models.User, error) {
	select {
	case c.meTurn <- struct{}{}:
	case <-ctx.Done():
		return nil, &chat.SendError{Class: chat.Retry, Err: fmt.Errorf("botapi: getMe: %w", ctx.Err())}
	}
	defer func() { <-c.meTurn }()
	if c.me != nil {
		return c.me, nil
	}
	me, err := c.bot.GetMe(ctx)
	if err != nil {
		if f, ok := FailureOf(err); ok {
			return nil, f.meaning(callOf(ctx))
		}
		return nil, &chat.SendError{Class: chat.Unknown, Err: err}
	}
	c.me = me
	c.pulse.Heard(c.now())
	return me, nil
}

// Close drops the connections that are idle. The client can still be used.
func (c *Client) Close() {
	if c.own != nil {
		c.own.CloseIdleConnections()
	}
}
