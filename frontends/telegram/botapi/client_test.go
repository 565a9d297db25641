package botapi_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]botapi.Options{
		"no token":            {},
		"no secret":           {Token: "700:"},
		"no id":               {Token: ":" + secret},
		"a space":             {Token: token + " x"},
		"a huge id":           {Token: "9999999999999999999:" + secret},
		"another scheme":      {Token: token, URL: "ftp://example.org"},
		"open http":           {Token: token, URL: "http://example.org"},
		"http by number":      {Token: token, URL: "http://192.0.2.7:8081"},
		"no host":             {Token: token, URL: "https://"},
		"a password":          {Token: token, URL: "https://me:pw@example.org"},
		"a query":             {Token: token, URL: "https://example.org/?x=1"},
		"not an address":      {Token: token, URL: "https://%zz/" + token},
		"loopback look-alike": {Token: token, URL: "http://localhost.example.org"},
	}
	for name, o := range tests {
		c, err := botapi.New(o)
		if err == nil || c != nil {
			t.Errorf("%s: taken", name)
			continue
		}
		if strings.Contains(err.Error(), "AAF") || strings.Contains(err.Error(), "pw") {
			t.Errorf("%s: the error repeats what it was given: %v", name, err)
		}
	}
}

func TestNewTakes(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "https://example.org", "https://example.org/base/", "http://127.0.0.1:8081", "http://[::1]:1", "http://localhost:8081"} {
		c, err := botapi.New(botapi.Options{Token: token, URL: url})
		if err != nil || c.BotID() != 700 || c.Bot() == nil {
			t.Errorf("%q: %v, %v", url, c, err)
		}
	}
}

func TestTheURLLeadsToTheServer(t *testing.T) {
	t.Parallel()
	w := &wire{answer: func(request) (*http.Response, error) { return fine(`{"id":700,"is_bot":true,"first_name":"P"}`) }}
	c, err := botapi.New(botapi.Options{Token: token, URL: "https://example.org/base/", Transport: w})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Me(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := w.seen()[0].http.URL.String(); got != "https://example.org/base/bot"+token+"/getMe" {
		t.Errorf("asked %s", got)
	}
}

func TestMeIsAskedOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		broken := true
		c, w := open(t, func(request) (*http.Response, error) {
			time.Sleep(time.Second)
			if broken {
				broken = false
				return nil, errors.New("down")
			}
			return fine(`{"id":700,"is_bot":true,"first_name":"P","username":"parley_bot"}`)
		})
		var failure *chat.SendError
		if _, err := c.Me(t.Context()); !errors.As(err, &failure) || failure.Class != chat.Retry {
			t.Errorf("while it is down: %v", err)
		}
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if me, err := c.Me(t.Context()); err != nil || me.Username != "parley_bot" {
					t.Errorf("got %v, %v", me, err)
				}
			})
		}
		all.Wait()
		if n := len(w.seen()); n != 2 {
			t.Errorf("asked %d times, want once in vain and once", n)
		}
	})
}

func TestMeWaitsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		c, _ := open(t, func(request) (*http.Response, error) {
			<-release
			return fine(`"no user"`)
		})
		first := make(chan error)
		go func() {
			_, err := c.Me(t.Context())
			first <- err
		}()
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := c.Me(ctx); err == nil {
			t.Error("waited for somebody else's answer although its context had ended")
		}
		close(release)
		var failure *chat.SendError
		if err := <-first; !errors.As(err, &failure) || failure.Class != chat.Unknown {
			t.Errorf("an answer of another shape: %v", err)
		}
	})
}
