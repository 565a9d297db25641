package telegramtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/telegramtest/conform"
)

// Platform is the platform of every reference that the double makes.
const Platform chat.Platform = "telegram"

// Options are what a Server takes from outside. The zero value is ready.
type Options struct {
	Token    string           // of the bot; "7000000001:…" when empty
	Username string           // of the bot, without "@"; "parley_test_bot" when empty
	Now      func() time.Time // the platform's clock; time.Now when nil
	// After is how a long poll waits; time.After when nil.
	After func(time.Duration) <-chan time.Time
	// Specs checks each request, answer and update; nil checks only the rules
	// by hand.
	Specs *conform.Spec
	// Ephemeral lets the bot send messages that one member of a group sees.
	Ephemeral bool
	// AllMessages switches privacy mode off: the bot reads a group's talk.
	AllMessages bool
	// Paced refuses with 429 what is faster than the platform likes.
	Paced bool
	// Holds lets a short poll that repeats the one before within 3 s wait for
	// 3 s, as the real server does to bots that ask all the time.
	Holds bool
	// History is how many messages a chat keeps, and how many a person
	// remembers having seen; 1000 when 0. Older ones are gone.
	History int
	// HookSecond is how long a second of the pauses between deliveries to a webhook
	// lasts; a second when 0. Tests shorten it.
	HookSecond time.Duration
	// Shown, if set, is called with each state of a message, and each notice,
	// that somebody sees of the bot, before the bot has the answer to its call.
	// Nothing is locked meanwhile; calls of several requests overlap.
	Shown func(who chat.UserRef, message string)
}

// Server is the pretended Telegram with one bot. It is safe for concurrent use.
type Server struct {
	opt     Options
	methods map[string]method
	http    *http.Server
	door    *door
	done    chan struct{} // closed by Shutdown

	mu         sync.Mutex
	changed    chan struct{} // nil while nobody waits
	bot        *person       // the bot as a member of chats
	people     map[int64]*person
	rooms      map[int64]*room
	nextUser   int64
	nextRoom   int64
	serial     int64 // of files, queries and whatever else needs a number
	queue      queue
	queries    map[string]*pressed
	queryOrder []string
	files      map[string]*stored
	fileOrder  []*stored
	fileBytes  int64
	commands   map[string][]command
	webhook    webhook
	proxy      []string // where the webhook's address leads
	courier    *courier // nil while nothing is delivered
	deliveries []Delivery
	couriers   sync.WaitGroup
	road       *http.Transport
	faults     []*Fault
	released   chan struct{} // closed by Clear: hung requests end
	violations []string
	log        requestLog
	pace       pace
	cast       *cast
	fresh      []sight // what Options.Shown has still to be told
}

// Open starts a server on a free port of the loopback interface. It must be
// ended with Shutdown.
func Open(o Options) (*Server, error) {
	if o.Token == "" {
		o.Token = "7000000001:AAF-parley-pretended-token-0123456789"
	}
	id, err := strconv.ParseInt(strings.Split(o.Token, ":")[0], 10, 64)
	if err != nil || !strings.Contains(o.Token, ":") {
		return nil, errors.New("telegramtest: a token is <bot id>:<secret>")
	}
	o = o.filled()
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("telegramtest: listen: %w", err)
	}
	s := &Server{
		opt: o, door: newDoor(l), done: make(chan struct{}), released: make(chan struct{}),
		people: map[int64]*person{}, rooms: map[int64]*room{}, nextUser: 1000, nextRoom: 1000,
		queries: map[string]*pressed{}, files: map[string]*stored{}, commands: map[string][]command{},
		log: newRequestLog(), road: &http.Transport{MaxIdleConnsPerHost: mostConnections},
	}
	// Update ids begin anywhere: whoever counts from 1 must not pass.
	s.queue = newQueue(1 + rand.Int64N(1<<30)) //nolint:gosec // a number that nobody must guess is not needed
	s.bot = &person{user: &user{ID: id, IsBot: true, FirstName: "Parley", Username: o.Username}}
	s.people[id] = s.bot
	s.people[anonymousID] = &person{user: &user{ID: anonymousID, IsBot: true, FirstName: "Group", Username: "GroupAnonymousBot"}}
	s.methods = methods()
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	go func() { _ = s.http.Serve(s.door) }()
	return s, nil
}

func (o Options) filled() Options {
	if o.Username == "" {
		o.Username = "parley_test_bot"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = time.After
	}
	if o.HookSecond == 0 {
		o.HookSecond = time.Second
	}
	if o.History == 0 {
		o.History = 1000
	}
	return o
}

// Shutdown ends the server: requests under way, hung ones too, are cut.
func (s *Server) Shutdown() error {
	s.mu.Lock()
	select {
	case <-s.done:
	default:
		close(s.done)
	}
	s.dismiss()
	s.mu.Unlock()
	err := s.http.Close()
	s.couriers.Wait()
	s.road.CloseIdleConnections()
	s.door.wait()
	if err != nil {
		return fmt.Errorf("telegramtest: shut down: %w", err)
	}
	return nil
}

// URL is the address of the API, as TELEGRAM_API_URL wants it.
func (s *Server) URL() string { return "http://" + s.door.Addr().String() }

// Token is the bot's token.
func (s *Server) Token() string { return s.opt.Token }

// Username is the bot's name, without "@".
func (s *Server) Username() string { return s.opt.Username }

// BotID is the bot's user id.
func (s *Server) BotID() int64 { return s.bot.user.ID }

// Bot refers to the bot, as a member of chats.
func (s *Server) Bot() chat.UserRef { return userRef(s.bot.user.ID) }

// Changed returns a channel that is closed at the next change of what anybody
// sees. Take it before you look.
func (s *Server) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	return s.changed
}

// touch wakes everybody who waits for a change. The lock is held.
func (s *Server) touch() {
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

// next numbers whatever needs a number of its own: files and presses.
func (s *Server) next() int64 {
	s.serial++
	return s.serial
}
