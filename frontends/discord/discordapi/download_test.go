package discordapi

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func TestD15Downloads(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			t.Error("the token went along")
		}
		switch r.URL.Path {
		case "/attachments/a":
			_, _ = w.Write([]byte("12345"))
		case "/attachments/away":
			http.Redirect(w, r, "/attachments/a", http.StatusFound)
		case "/attachments/busy":
			w.WriteHeader(http.StatusBadGateway)
		case "/attachments/cut":
			half(w, r)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(s.Close)
	c, err := New(Options{Token: testToken, URL: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.transport.next.(*http.Transport).CloseIdleConnections)
	if data, err := c.Download(t.Context(), s.URL+"/attachments/a?sig=s3cret", 5); err != nil || string(data) != "12345" {
		t.Errorf("%s, %v", data, err)
	}
	for address, class := range map[string]chat.SendClass{
		s.URL + "/attachments/none?sig=s3cret": chat.Gone,
		s.URL + "/attachments/away?sig=s3cret": chat.Invalid,
		s.URL + "/attachments/busy?sig=s3cret": chat.Retry,
		s.URL + "/attachments/cut?sig=s3cret":  chat.Retry,
		"https://example.com/s3cret":           chat.Invalid,
		"http://cdn.discordapp.com/s3cret":     chat.Invalid,
		"https://u@cdn.discordapp.com/s3cret":  chat.Invalid,
		"http://127.0.0.1:1/s3cret":            chat.Invalid,
		"://s3cret":                            chat.Invalid,
	} {
		_, err := c.Download(t.Context(), address, 5)
		if failed := classOf(t, err); failed.Class != class || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := c.Download(t.Context(), s.URL+"/attachments/a", 4); classOf(t, err).Class != chat.Invalid {
		t.Error("a file over the limit was taken")
	}
}

func TestD15RealAddress(t *testing.T) {
	t.Parallel()
	c := carried(t, func(*http.Request) (int, map[string]string, string) { return 200, nil, "data" })
	if data, err := c.Download(t.Context(), "https://cdn.discordapp.com/attachments/1/2/a.png?ex=1", 10); err != nil || string(data) != "data" {
		t.Errorf("%s, %v", data, err)
	}
	if _, err := c.Download(t.Context(), "https://discord.com/a", 10); classOf(t, err).Class != chat.Invalid {
		t.Error("Discord's own host keeps no files")
	}
}
