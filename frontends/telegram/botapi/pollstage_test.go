package botapi_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// quiet is a handler that takes everything and answers nothing.
type quiet struct{}

func (quiet) Lane(botapi.Update) string { return "" }

func (quiet) Take(context.Context, chat.Core, botapi.Update) (func(context.Context), error) {
	return nil, nil
}

// stopAfter returns a context that ends after d on the fake clock.
func stopAfter(t *testing.T, d time.Duration) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithTimeout(t.Context(), d)
}

// hands is a handler with a lane for each chat. It notes what it took and what
// it answered, by the words of the message; take and send, if set, go before.
type hands struct {
	take func(ctx context.Context, words string) error
	send func(ctx context.Context, words string)

	mu          sync.Mutex
	took, spoke []string
	events      []string
}

func (h *hands) Lane(u botapi.Update) string {
	if u.Message.Text == "no lane" {
		panic("no lane")
	}
	return strconv.FormatInt(u.Message.Chat.ID, 10)
}

func (h *hands) Take(ctx context.Context, _ chat.Core, u botapi.Update) (func(context.Context), error) {
	words := u.Message.Text
	if h.take != nil {
		if err := h.take(ctx, words); err != nil {
			return nil, err
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.took = append(h.took, words)
	h.events = append(h.events, u.EventID)
	return func(ctx context.Context) {
		if h.send != nil {
			h.send(ctx, words)
		}
		if ctx.Err() != nil {
			return
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		h.spoke = append(h.spoke, words)
	}, nil
}

func (h *hands) taken() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.took)
}

func (h *hands) sent() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.spoke)
}

// polling is a poller at work.
type polling struct {
	t     *testing.T
	c     *botapi.Client
	log   *log
	stop  context.CancelFunc
	ended chan error
}

// poll begins to poll a desk; the core may be one that has been used.
func poll(t *testing.T, d *desk, core chat.Core, h botapi.Handler) *polling {
	t.Helper()
	return pollOn(t, &wire{answer: d.serve}, core, h)
}

func pollOn(t *testing.T, w *wire, core chat.Core, h botapi.Handler) *polling {
	t.Helper()
	p := &polling{t: t, log: &log{}, ended: make(chan error, 1)}
	client, err := botapi.New(botapi.Options{Token: token, Logger: p.log.logger(), Transport: w})
	if err != nil {
		t.Fatal(err)
	}
	p.c = client
	ctx, stop := context.WithCancel(context.Background())
	p.stop = stop
	go func() { p.ended <- client.Poll(ctx, core, h) }()
	return p
}

// end stops polling and returns how long that took.
func (p *polling) end() time.Duration {
	p.t.Helper()
	asked := time.Now()
	p.stop()
	if err := <-p.ended; err != nil {
		p.t.Errorf("Poll returned %v, want nil", err)
	}
	return time.Since(asked)
}

func asSendError(err error) *chat.SendError {
	var failure *chat.SendError
	errors.As(err, &failure)
	return failure
}

var errNothing = fmt.Errorf("store down: %w", chat.ErrNotRecorded)

const owedFact = "telegram:700:owed"
