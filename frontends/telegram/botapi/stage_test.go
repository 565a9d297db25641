package botapi_test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/frontends/telegram/botapi"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	secret = "AAF-made-up-for-tests_0123456789abc"
	token  = "700:" + secret
)

// wire is a network in memory: it takes requests in, notes them and answers.
type wire struct {
	mu     sync.Mutex
	calls  []request
	answer func(r request) (*http.Response, error)
}

type request struct {
	method string
	fields map[string]string
	raw    []byte
	at     time.Time
	http   *http.Request
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	got := request{method: path.Base(r.URL.Path), at: time.Now(), http: r, fields: map[string]string{}}
	if r.Body != nil {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		got.raw = raw
		if _, params, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && params["boundary"] != "" {
			form := multipart.NewReader(bytes.NewReader(raw), params["boundary"])
			for part, err := form.NextPart(); err == nil; part, err = form.NextPart() {
				value, _ := io.ReadAll(part)
				got.fields[part.FormName()] = string(value)
			}
		}
	}
	w.mu.Lock()
	w.calls = append(w.calls, got)
	w.mu.Unlock()
	return w.answer(got)
}

// seen returns the requests so far.
func (w *wire) seen() []request {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]request(nil), w.calls...)
}

func reply(status int, body string) (*http.Response, error) {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
}

func fine(result string) (*http.Response, error) {
	return reply(200, `{"ok":true,"result":`+result+`}`)
}

const message = `{"message_id":1,"date":1,"chat":{"id":42,"type":"private"}}`

// log keeps everything that is logged, of every level.
type log struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (l *log) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// open returns a client on a wire.
func open(t testing.TB, answer func(r request) (*http.Response, error)) (*botapi.Client, *wire) {
	t.Helper()
	w := &wire{answer: answer}
	c, err := botapi.New(botapi.Options{Token: token, Transport: w})
	if err != nil {
		t.Fatal(err)
	}
	return c, w
}

// tellsSecret looks for the token in an error, whatever it wraps.
func tellsSecret(err error) bool {
	for ; err != nil; err = errors.Unwrap(err) {
		if strings.Contains(err.Error(), secret) {
			return true
		}
	}
	return false
}
