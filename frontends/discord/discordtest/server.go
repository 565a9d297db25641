package discordtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordtest/conform"
	"github.com/parleybot/parley/frontends/frontendtest"
)

// Platform is the key in every reference of this double.
const Platform chat.Platform = "discord"

// Options are what a Server takes from outside. The zero value is ready.
type Options struct {
	Token     string           // of the bot; a made-up one when empty
	Now       func() time.Time // the clock of interactions, limits and ids; time.Now when nil
	Specs     *conform.Spec    // nil: nothing is held against the specification
	Heartbeat time.Duration    // announced to clients; 41.25 s when 0
	Limits    bool             // empty buckets answer 429
	Remaining int              // of the session starts; 0 means 1,000
	Shards    int              // that clients are told to open; 0 means 1
	// Concurrency is how many sessions may be begun at once; 0 means 1.
	Concurrency int
	History     int // messages that are remembered in all; 4,096 when 0
	// Shown, if set, is called with each state of a message, and each form, that
	// somebody sees of the bot, before the bot has the answer to its request.
	// Nothing is locked meanwhile; calls of several requests overlap.
	Shown func(who chat.UserRef, message string)
}

// Server is one pretended Discord. It is safe for concurrent use.
type Server struct {
	opt     Options
	url     string // http://127.0.0.1:port
	http    *http.Server
	atlas   atlas
	closing chan struct{}
	running sync.WaitGroup // requests and gateway connections

	mu       sync.Mutex
	lastID   uint64
	app      application
	people   map[string]*person
	guilds   map[string]*guild
	channels map[string]*channel
	ordered  []*guild // as they were added
	messages shelf
	files    map[string]*attachment
	loose    []string // ids of files that belong to no message, the oldest first
	hooks    map[string]*webhook
	global   commandSet

	interactions calls
	nonces       nonces
	buckets      map[string]*bucket
	global50     bucket

	gateway gateway
	faults  []*Fault
	struck  int
	down    bool
	flight  int // requests under way
	notes   notes
	sights  []*sight // what was seen, oldest first
	fresh   []*sight // what Options.Shown has still to be told
	changed chan struct{}
	cast    *frontendtest.Cast
	creates []time.Time // new commands of the last 24 hours
}

// Open starts a pretended Discord on a free port of the loopback interface.
func Open(o Options) (*Server, error) {
	if o.Token == "" {
		o.Token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.pretended.token-of-no-worth"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Heartbeat == 0 {
		o.Heartbeat = 41250 * time.Millisecond
	}
	if o.Remaining == 0 {
		o.Remaining = 1000
	}
	if o.History == 0 {
		o.History = keepMessages
	}
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("discordtest: listen: %w", err)
	}
	s := &Server{
		opt: o, atlas: newAtlas(), url: "http://" + listener.Addr().String(), closing: make(chan struct{}),
		people: map[string]*person{}, guilds: map[string]*guild{}, channels: map[string]*channel{},
		files: map[string]*attachment{}, hooks: map[string]*webhook{}, buckets: map[string]*bucket{},
		changed: make(chan struct{}),
	}
	s.messages.byID = map[string]*message{}
	s.interactions.byToken = map[string]*interaction{}
	s.nonces.known = map[nonceKey]nonce{}
	s.gateway.sessions = map[string]*session{}
	s.notes.counts = map[string]int{}
	s.app = application{id: s.newID(), name: "Parley", bot: s.newID()}
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: 10 * time.Second}
	s.running.Go(func() { _ = s.http.Serve(listener) })
	return s, nil
}

// Shutdown closes every connection and returns when nothing runs any more. It
// may be called more than once.
func (s *Server) Shutdown() error {
	s.mu.Lock()
	select {
	case <-s.closing:
	default:
		close(s.closing)
	}
	s.closeLinks(0)
	s.mu.Unlock()
	err := s.http.Close()
	s.running.Wait()
	if err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("discordtest: close: %w", err)
	}
	return nil
}

// URL returns what stands for https://discord.com, without a path.
func (s *Server) URL() string { return s.url }

// Token returns the bot's token.
func (s *Server) Token() string { return s.opt.Token }

// ApplicationID returns the id of the bot's application.
func (s *Server) ApplicationID() string { return s.app.id }

// BotID returns the user id of the bot, which differs from its application's.
func (s *Server) BotID() string { return s.app.bot }

// Changed returns a channel that is closed at the next change of what anybody
// sees, of what the bot did, or of its connections. Take it before you look.
func (s *Server) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

// touch wakes everybody who waits for a change. The lock is held.
func (s *Server) touch() {
	close(s.changed)
	s.changed = make(chan struct{})
}
