package botapi_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// office is the part of Telegram that keeps the webhook.
type office struct {
	mu    sync.Mutex
	info  map[string]any
	calls []string // of those that change something
	last  map[string]any
}

func newOffice() *office { return &office{info: map[string]any{"url": ""}} }

func (o *office) serve(r request) (*http.Response, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch r.method {
	case "getWebhookInfo":
		raw, err := json.Marshal(o.info)
		if err != nil {
			return nil, err
		}
		return fine(string(raw))
	case "setWebhook", "deleteWebhook":
		o.calls, o.last = append(o.calls, r.method), map[string]any{}
		if err := json.Unmarshal(r.raw, &o.last); err != nil {
			return nil, err
		}
		o.info = map[string]any{"url": ""}
		if r.method == "setWebhook" {
			o.info = map[string]any{"url": o.last["url"], "max_connections": o.last["max_connections"], "allowed_updates": o.last["allowed_updates"]}
		}
		return fine("true")
	}
	return nil, errors.New("nobody calls " + r.method)
}

// told is which changes were asked for so far.
func (o *office) told() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return strings.Join(o.calls, " ")
}

func (o *office) stands(name string, value any) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.info[name] = value
}

const hookSecret = "hook-secret_0123456789"

var hookAt = botapi.Webhook{Path: "/telegram/700", URL: "https://bot.example/telegram/700", Secret: hookSecret}

// listening is a webhook at work. Its requests need no network.
type listening struct {
	t     *testing.T
	log   *log
	stop  context.CancelFunc
	ended chan error

	mu     sync.Mutex
	path   string
	served http.Handler
}

// Mount is what the one HTTP server of a process does.
func (l *listening) Mount(path string, h http.Handler) (func(), error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.path, l.served = path, h
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.served = nil
	}, nil
}

func (l *listening) handler() http.Handler {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.served
}

func listen(t *testing.T, o *office, core chat.Core, h botapi.Handler) *listening {
	t.Helper()
	return listenAt(t, o, core, h, hookAt)
}

func listenAt(t *testing.T, o *office, core chat.Core, h botapi.Handler, at botapi.Webhook) *listening {
	t.Helper()
	l := &listening{t: t, log: &log{}, ended: make(chan error, 1)}
	client, err := botapi.New(botapi.Options{Token: token, Logger: l.log.logger(), Transport: &wire{answer: o.serve}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	l.stop = stop
	go func() { l.ended <- client.Listen(ctx, core, l, at, h) }()
	synctest.Wait()
	return l
}

// end stops listening, and looks for secrets in the log.
func (l *listening) end() {
	l.t.Helper()
	l.stop()
	if err := <-l.ended; err != nil {
		l.t.Errorf("Listen returned %v, want nil", err)
	}
	if said := l.log.String(); strings.Contains(said, secret) || strings.Contains(said, hookSecret) {
		l.t.Errorf("a secret is in the log:\n%s", said)
	}
}

// delivers is one delivery of Telegram's; the answer comes over the channel.
func (l *listening) delivers(raw string) <-chan int {
	l.t.Helper()
	h := l.handler()
	answered := make(chan int, 1)
	go func() { answered <- visitDoor(h, http.MethodPost, hookSecret, raw).Code }()
	synctest.Wait()
	return answered
}

// visitDoor makes one request of a handler.
func visitDoor(h http.Handler, method, secret, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, hookAt.Path, strings.NewReader(body))
	if secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// words is an update in which somebody says something.
func words(id, chat int64, text string) string {
	const form = `{"update_id":%d,"message":{"message_id":1,"date":1,"chat":{"id":%d,"type":"private"},"text":%q}}`
	return fmt.Sprintf(form, id, chat, text)
}

// pending reports that there is no answer yet.
func pending(answered <-chan int) bool {
	select {
	case <-answered:
		return false
	default:
		return true
	}
}
