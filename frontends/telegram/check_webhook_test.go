package telegram_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// way is a network on which calls reach the double, and the public address what
// public says.
type way struct {
	api, public http.RoundTripper
}

func (w way) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host == "bot.example" {
		return w.public.RoundTrip(r)
	}
	return w.api.RoundTrip(r)
}

// trip is a network that has one answer.
type trip func(*http.Request) (*http.Response, error)

func (f trip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func status(code int) trip {
	return func(r *http.Request) (*http.Response, error) {
		w := httptest.NewRecorder()
		if r.Method != http.MethodGet || r.URL.Path != "/telegram/7000000001" || strings.Contains(r.URL.String(), byHook.Secret) {
			code = http.StatusTeapot
		}
		w.WriteHeader(code)
		return w.Result(), nil
	}
}

func fails(err error) trip { return func(*http.Request) (*http.Response, error) { return nil, err } }

// checked is what a check of a bot with a webhook finds.
func checked(t *testing.T, info string, public http.RoundTripper) (good, bad string) {
	t.Helper()
	server, err := telegramtest.Open(telegramtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := server.Shutdown(); err != nil {
			t.Error(err)
		}
	}()
	if info != "" {
		server.Fail(telegramtest.Fault{Method: "getWebhookInfo", Status: 200, Body: `{"ok":true,"result":{"has_custom_certificate":false,"pending_update_count":1,` + info + `}}`})
	}
	api := &http.Transport{}
	defer api.CloseIdleConnections()
	f, err := telegram.New(telegram.Options{
		Token: server.Token(), URL: server.URL(), Webhook: byHook, Transport: way{api, public},
		Now: func() time.Time { return time.Unix(10_000, 0) }, After: func(d time.Duration) <-chan time.Time { return time.After(d) },
	})
	if err != nil {
		t.Fatal(err)
	}
	good, bad = findings(f)
	if strings.Contains(good+bad, server.Token()) || strings.Contains(good+bad, byHook.Secret) {
		t.Error("a secret is shown")
	}
	return good, bad
}

const ours = `"url":"https://bot.example/telegram/7000000001"`

func TestCheckOfAGoodWebhook(t *testing.T) {
	t.Parallel()
	for info, want := range map[string]string{
		"":   "delivers nowhere yet",
		ours: "1 updates wait",
		ours + `,"last_error_date":1000,"last_error_message":"Connection refused"`: "1 updates wait", // long ago
		`"url":"https://elsewhere.example"`:                                        "no other program",
	} {
		good, bad := checked(t, info, status(http.StatusMethodNotAllowed))
		if bad != "" || !strings.Contains(good, want) || !strings.Contains(good, "waits for deliveries") {
			t.Errorf("%s: %s\nbad: %s", info, good, bad)
		}
	}
	if good, bad := checked(t, ours, status(http.StatusBadGateway)); bad != "" || !strings.Contains(good, "no bot runs") {
		t.Errorf("a bot that does not run: %s\nbad: %s", good, bad)
	}
}

func TestCheckNamesWhatIsWrongWithAWebhook(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"SSL error {error:0A000086:SSL routines::certificate verify failed}": "fullchain",
		"Failed to resolve host: Name or service not known":                  "A record",
		"IPv6-only addresses are not allowed":                                "A record",
		"Connection refused":                                                 "443",
		"Connection timed out":                                               "firewall",
		"Wrong response from the webhook: 401 Unauthorized":                  "secret",
		"Wrong response from the webhook: 404 Not Found":                     "as it is",
		"Wrong response from the webhook: 500 Internal Server Error":         "disk is full",
		"Wrong response from the webhook: 502 Bad Gateway":                   "start it",
		"something new": "log of the proxy",
	} {
		info := fmt.Sprintf(`%s,"last_error_date":9900,"last_error_message":%q`, ours, said)
		if _, bad := checked(t, info, status(http.StatusMethodNotAllowed)); !strings.Contains(bad, want) || !strings.Contains(bad, said) {
			t.Errorf("%s: nobody says %q: %s", said, want, bad)
		}
	}
	for name, tt := range map[string]struct {
		public http.RoundTripper
		want   string
	}{
		"no such name":        {fails(&net.DNSError{Name: "bot.example"}), "nobody knows the name bot.example"},
		"untrusted":           {fails(&tls.CertificateVerificationError{Err: errors.New("unknown authority")}), "unknown authority"},
		"no TLS":              {fails(tls.RecordHeaderError{Msg: "first record does not look like TLS"}), "does not speak TLS"},
		"nobody there":        {fails(errors.New("connection refused")), "not reachable"},
		"another path":        {status(http.StatusNotFound), "pass the path"},
		"somebody else there": {status(http.StatusOK), "not the bot"},
	} {
		if _, bad := checked(t, ours, tt.public); !strings.Contains(bad, tt.want) {
			t.Errorf("%s: nobody says %q: %s", name, tt.want, bad)
		}
	}
	if _, bad := checked(t, strings.Replace(ours, `"url"`, `"ip_address":"1.1.1.1","url"`, 1), trustless(t)); !strings.Contains(bad, "certificate") {
		t.Errorf("a certificate that nobody knows: %s", bad)
	}
}

// trustless is a way to a real server whose certificate nobody trusts.
func trustless(t *testing.T) http.RoundTripper {
	t.Helper()
	server := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	road := &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, server.Listener.Addr().String())
	}}
	t.Cleanup(road.CloseIdleConnections)
	return road
}
