package discordapi

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/chat/pulse"
)

const (
	// openWatch is how long a connection may take to come up, and how long it
	// may be silent until it has said its interval.
	openWatch = 30 * time.Second
	// closeWatch is how long discordgo may take to let go of a connection.
	closeWatch = 10 * time.Second
)

// socket is one Session, which carries one gateway session over one connection
// after the other.
type socket struct {
	client  *Client
	line    *pulse.Pulse
	session *discordgo.Session
	ctx     context.Context // ends what Open is doing
	cancel  context.CancelFunc
	hear    func(Event)
	down    chan struct{} // discordgo has let go of the connection
	wire    atomic.Pointer[wire]
	deaf    atomic.Bool // what it still says is ignored
	up      atomic.Bool // the present connection is READY or RESUMED
	named   atomic.Bool // there is a session to resume
}

// newSocket makes a Session with everything switched off that discordgo does of
// its own accord: it opens, reads and beats, and no more.
func (c *Client) newSocket(ctx context.Context, of Shard, hear func(Event)) *socket {
	// The end of ctx must leave time for a farewell.
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	k := &socket{client: c, line: c.lines.of(of.Number), ctx: own, cancel: cancel, hear: hear, down: make(chan struct{}, 1)}
	s, _ := discordgo.New("Bot " + c.token) // has no failure; it only fills a struct
	s.ShouldReconnectOnError = false
	s.ShouldReconnectVoiceOnSessionError = false
	s.ShouldRetryOnRateLimit = false
	s.MaxRestRetries = 0
	s.StateEnabled = false
	s.Compress = false
	s.SyncEvents = true
	s.LogLevel = silent
	s.UserAgent = userAgent
	s.Identify.Intents = discordgo.Intent(c.intents)
	if of.Count > 1 {
		s.ShardID, s.ShardCount = of.Number, of.Count
	}
	s.Identify.Presence.Status = string(discordgo.StatusOnline)
	s.Client = &http.Client{Transport: bound{own, c.transport}, Timeout: requestTimeout, CheckRedirect: stay}
	s.Dialer = &websocket.Dialer{NetDialContext: k.dial, NetDialTLSContext: k.dialTLS, HandshakeTimeout: openWatch}
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) { k.receive(e) })
	s.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) {
		select {
		case k.down <- struct{}{}:
		default:
		}
	})
	k.session = s
	return k
}

// receive is the one handler. It runs in discordgo's reader, so that a full
// queue slows the connection down instead of losing anything.
func (k *socket) receive(e *discordgo.Event) {
	if k.deaf.Load() {
		return
	}
	switch e.Type {
	case "READY":
		k.client.learn(e.RawData)
		k.named.Store(true)
		k.connected()
	case "RESUMED":
		k.connected()
	}
	k.line.Heard(k.client.now())
	k.hear(Event{Type: undisguised(e.Type), Seq: e.Sequence, Data: bytes.Clone(e.RawData), At: k.client.now()})
}

// connected notes that the present connection carries events.
func (k *socket) connected() {
	k.up.Store(true)
	k.line.Enter(chat.Connected, k.client.now())
}

var errPlain = errors.New("discordapi: a gateway without TLS is allowed on this machine only")

// dial connects without TLS. The address comes from Discord's answer, so it is
// checked here, where it is used; the context is the socket's, because
// discordgo gives none.
func (k *socket) dial(_ context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil || !loopback(host) {
		return nil, errPlain
	}
	conn, err := (&net.Dialer{}).DialContext(k.ctx, network, address)
	if err != nil {
		return nil, err
	}
	return k.wrap(conn), nil
}

// dialTLS ends the encryption below the wire, which must read along.
func (k *socket) dialTLS(_ context.Context, network, address string) (net.Conn, error) {
	conn, err := (&tls.Dialer{Config: &tls.Config{MinVersion: tls.VersionTLS12}}).DialContext(k.ctx, network, address)
	if err != nil {
		return nil, err
	}
	return k.wrap(conn), nil
}

func (k *socket) wrap(conn net.Conn) *wire {
	w := newWire(conn, openWatch)
	k.wire.Store(w)
	return w
}

var errHung = errors.New("discordapi: the library does not come back")

// live opens a connection and returns when it is over. When ctx ends it says
// farewell. errHung means that the Session must be left behind.
func (k *socket) live(ctx context.Context) error {
	select {
	case <-k.down: // of the connection before
	default:
	}
	k.up.Store(false)
	k.wire.Store(nil)
	if err := k.open(ctx); err != nil {
		return err
	}
	for {
		select {
		case <-k.down:
		case <-ctx.Done():
			return k.shut()
		}
		// discordgo may report the end of an older connection once more.
		select {
		case <-k.wire.Load().ended:
			return nil
		default:
		}
	}
}

// open runs Session.Open under a watchdog: it waits for answers without a
// deadline and can lock itself up.
func (k *socket) open(ctx context.Context) error {
	opened := make(chan error, 1)
	go func() { opened <- k.session.Open() }()
	select {
	case err := <-opened:
		return k.explain(err)
	case <-k.client.after(openWatch):
	case <-ctx.Done():
		if !k.up.Load() {
			break
		}
		// All but up: it can still say farewell.
		select {
		case err := <-opened:
			return k.finish(err)
		case <-k.client.after(closeWatch):
		}
	}
	k.cut()
	select {
	case err := <-opened:
		return k.finish(err)
	case <-k.client.after(closeWatch):
		return k.leaveBehind()
	}
}

// finish ends a connection that came up when nobody wanted it any more.
func (k *socket) finish(err error) error {
	if err == nil {
		return k.shut()
	}
	return k.explain(err)
}

func (k *socket) explain(err error) error {
	if err == nil {
		return nil
	}
	// Cut, because discordgo quotes whole pages of the servers before Discord.
	return fmt.Errorf("discordapi: open gateway: %.200s", bare(err).Error())
}

// shut ends the session for good.
func (k *socket) shut() error {
	k.deaf.Store(true)
	if w := k.wire.Load(); w != nil {
		w.farewell.Store(true)
	}
	closed := make(chan struct{})
	go func() { defer close(closed); _ = k.session.Close() }()
	select {
	case <-closed:
		k.cut()
		return nil
	case <-k.client.after(closeWatch):
		k.cut()
		return k.leaveBehind()
	}
}

// cut ends whatever the Session is doing on the network.
func (k *socket) cut() {
	k.cancel()
	if w := k.wire.Load(); w != nil {
		_ = w.Close()
	}
}

// leaveBehind gives a Session up: its lock is held by a call that never ends,
// and there is no other way to be rid of it than to forget it.
func (k *socket) leaveBehind() error {
	k.deaf.Store(true)
	k.client.abandoned.Add(1)
	return errHung
}
