package discordtest_test

import (
	"context"
	"strings"
	"testing"

	"github.com/parleybot/parley/frontends/discord/discordtest"
)

const messages = "/channels/{channel_id}/messages"

func TestFaults(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fault  discordtest.Fault
		status int // 0: the connection was cut
		header [2]string
		body   string
		effect bool
	}{
		"5xx":            {discordtest.Fault{Status: 502}, 502, [2]string{}, `"code":0`, false},
		"5xx afterwards": {discordtest.Fault{Status: 503, After: true}, 503, [2]string{}, `"code":0`, true},
		"by default":     {discordtest.Fault{}, 500, [2]string{"Content-Type", "application/json"}, `"message"`, false},
		"a code":         {discordtest.Fault{Status: 400, Code: 40003}, 400, [2]string{}, `"code":40003`, false},
		"a page":         {discordtest.Fault{HTML: true, Status: 429}, 429, [2]string{"Content-Type", "text/html; charset=UTF-8"}, "<html>", false},
		"a body":         {discordtest.Fault{Status: 500, Body: "?"}, 500, [2]string{}, "?", false},
		"cut":            {discordtest.Fault{Cut: true}, 0, [2]string{}, "", false},
		"cut afterwards": {discordtest.Fault{Cut: true, After: true}, 0, [2]string{}, "", true},
		"bucket":         {discordtest.Fault{Status: 429, RetryAfter: 1.5}, 429, [2]string{"X-RateLimit-Scope", "user"}, `"retry_after":1.5,"global":false`, false},
		"shared":         {discordtest.Fault{Status: 429, RetryAfter: 2, Scope: "shared"}, 429, [2]string{"X-RateLimit-Scope", "shared"}, `"retry_after":2`, false},
		"global":         {discordtest.Fault{Status: 429, RetryAfter: 2, Global: true}, 429, [2]string{"X-RateLimit-Global", "true"}, `"global":true`, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, discordtest.Options{})
			tt.fault.Method, tt.fault.Route = "POST", "/channels/{id}/messages"
			s.Fail(tt.fault)
			s.good("GET", "/channels/{group}/messages", "") // it does not fit
			r, err := s.try("POST", "/channels/{group}/messages", `{"content":"hi"}`)
			if r.status != tt.status || (err != nil) != (tt.status == 0) || !strings.Contains(string(r.body), tt.body) {
				t.Errorf("got %d %s, %v", r.status, r.body, err)
			}
			if tt.header[0] != "" && r.header.Get(tt.header[0]) != tt.header[1] {
				t.Errorf("headers %v", r.header)
			}
			if seen := s.Seen(s.cast.Ben.Ref); (len(seen) == 1) != tt.effect {
				t.Errorf("Ben sees %+v", seen)
			}
			s.good("POST", "/channels/{group}/messages", `{"content":"again"}`) // it struck once
			if s.Count("POST", messages) != 2 || s.Count("", messages) != 3 {
				t.Errorf("%d of %d requests counted", s.Count("POST", messages), s.Count("", messages))
			}
		})
	}
}

func TestHangEndsWithTheClient(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	s.Fail(discordtest.Fault{Hang: true, Times: -1})
	done := make(chan error, 1)
	go func() {
		_, err := s.try("GET", "/gateway", "")
		done <- err
	}()
	for changed := s.Changed(); s.Struck() == 0; changed = s.Changed() {
		<-changed
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Idle(ended); err == nil {
		t.Error("a request hangs, and yet nothing is under way")
	}
	s.must(s.Shutdown())
	if err := <-done; err == nil {
		t.Error("a request that hangs was answered")
	}
}

// A lost answer to a callback is repeated at once; that is no mistake.
func TestLostCallbackMayBeRepeated(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	i := s.ping()
	path := "/interactions/" + i.ID + "/" + i.Token + "/callback"
	s.Fail(discordtest.Fault{Route: "/interactions/{interaction_id}/{interaction_token}/callback", Cut: true, After: true})
	if _, err := s.try("POST", path, `{"type":4,"data":{"content":"one"}}`); err == nil {
		t.Fatal("the answer was not lost")
	}
	if r := s.ask("POST", path, `{"type":4,"data":{"content":"one"}}`); r.code() != 40060 {
		t.Errorf("got %s", r.body)
	}
	if got := s.Violations(); got != nil {
		t.Error(got)
	}
	if seen := s.Seen(s.cast.Ann.Ref); len(seen) != 1 {
		t.Errorf("Ann sees %+v", seen)
	}
}

func TestNonceGivesTheSameMessageBack(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	send := func() string {
		return s.good("POST", "/channels/{group}/messages", `{"content":"hi","nonce":"n1","enforce_nonce":true}`).field("id")
	}
	first := send()
	if again := send(); again != first {
		t.Errorf("a second message %s, the first is %s", again, first)
	}
	s.clock.turn(4 * 60e9)
	if again := send(); again == first {
		t.Error("the nonce is still known after four minutes")
	}
	if n := len(s.Seen(s.cast.Ben.Ref)); n != 2 {
		t.Errorf("Ben sees %d messages", n)
	}
}
