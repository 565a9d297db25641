package telegramtest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

func TestFaultsBeforeAndAfterTheEffect(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fault  telegramtest.Fault
		status int // 0: no answer
		body   string
	}{
		"500":          {telegramtest.Fault{}, 500, "Internal Server Error"},
		"429":          {telegramtest.Fault{RetryAfter: 3, Description: "Too Many Requests: retry after 3"}, 429, `"retry_after":3`},
		"403":          {telegramtest.Fault{Status: 403, Description: "Forbidden: bot was blocked by the user"}, 403, "blocked"},
		"moved":        {telegramtest.Fault{Status: 400, MigrateTo: -1001}, 400, `"migrate_to_chat_id":-1001`},
		"HTML":         {telegramtest.Fault{HTML: true}, 502, "<html>"},
		"any body":     {telegramtest.Fault{Status: 200, Body: `{"ok":true`}, 200, `{"ok":true`},
		"cut":          {telegramtest.Fault{Cut: true}, 0, ""},
		"of the chat":  {telegramtest.Fault{Chat: 1001}, 500, ""},
		"from now on":  {telegramtest.Fault{From: newClock().at}, 500, ""},
		"any method":   {telegramtest.Fault{Method: ""}, 500, ""},
		"HTML and 503": {telegramtest.Fault{HTML: true, Status: 503}, 503, "Service Unavailable"},
	}
	for name, tt := range tests {
		for _, after := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s := open(t, telegramtest.Options{Now: newClock().now})
				tt.fault.After = after
				s.Fail(tt.fault)
				status, body := s.raw("sendMessage")
				if status != tt.status || !strings.Contains(body, tt.body) {
					t.Errorf("got %d %q, want %d %q", status, body, tt.status, tt.body)
				}
				if had := len(s.Seen(s.cast.Ann.Ref)) == 1; had != after {
					t.Errorf("after is %v, the effect is %v", after, had)
				}
				if all := s.Requests(); all[0].Status != tt.status {
					t.Errorf("the log says %d", all[0].Status)
				}
				s.do("sendMessage", object{"chat_id": s.cast.AnnDirect.ID, "text": "once"})
			})
		}
	}
}

// raw sends Ann a message and returns what came back, whatever it is.
func (s *stage) raw(method string) (status int, body string) {
	s.t.Helper()
	url := s.URL() + "/bot" + s.Token() + "/" + method + "?text=x&chat_id=" + s.cast.AnnDirect.ID
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, url, http.NoBody)
	s.must(err)
	resp, err := s.http.Do(req)
	if err != nil {
		return 0, ""
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	s.must(err)
	return resp.StatusCode, string(raw)
}

func TestFaultsStrikeWhomTheyAreSetFor(t *testing.T) {
	t.Parallel()
	clock := newClock()
	s := open(t, telegramtest.Options{Now: clock.now})
	s.Fail(
		telegramtest.Fault{Method: "getme", Times: 2, Status: 501},
		telegramtest.Fault{Chat: -1, Times: -1},
		telegramtest.Fault{Method: "sendMessage", Times: -1, Status: 504, From: clock.at.Add(time.Minute)},
	)
	for i, want := range []int{501, 501, 200} {
		if a := s.call("getMe", nil); a.Status != want {
			t.Errorf("call %d: %d, want %d", i, a.Status, want)
		}
	}
	s.do("sendMessage", object{"chat_id": s.cast.AnnDirect.ID, "text": "x"})
	clock.add(time.Minute)
	for range 3 {
		s.refused(504, "", "sendMessage", object{"chat_id": s.cast.AnnDirect.ID, "text": "x"})
	}
	s.Clear()
	s.do("sendMessage", object{"chat_id": s.cast.AnnDirect.ID, "text": "x"})
}

func TestHungRequestsEndWhenTheFaultIsCleared(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	s.Fail(telegramtest.Fault{Method: "getMe", Hang: true}, telegramtest.Fault{Method: "getMe", Hang: true})
	ended := make(chan error, 1)
	go func() {
		_, err := s.try("getMe", nil)
		ended <- err
	}()
	s.called("getMe")
	s.Clear()
	if err := <-ended; err == nil {
		t.Error("a hung request was answered")
	}
	s.do("getMe", nil)
}

func TestDownRefusesEverythingUntilItIsUp(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	ended := make(chan error, 1)
	go func() {
		_, err := s.try("getUpdates", object{"timeout": 50})
		ended <- err
	}()
	s.polling()
	s.Down(true)
	if err := <-ended; err == nil {
		t.Error("the poll was answered")
	}
	if _, err := s.try("getMe", nil); err == nil {
		t.Error("a call was answered")
	}
	s.lines(1)
	s.Down(false)
	if ids := s.ids(nil); len(ids) != 1 {
		t.Errorf("what people did meanwhile: %v", ids)
	}
	s.clean()
}

func TestIdleWaitsForTheBot(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	s.must(s.Idle(t.Context()))
	s.lines(1)
	waited := make(chan error, 1)
	go func() { waited <- s.Idle(t.Context()) }()
	ids := s.ids(nil)
	select {
	case err := <-waited:
		t.Errorf("idle with an update that nobody confirmed: %v", err)
	default:
	}
	s.ids(object{"offset": ids[0] + 1})
	s.must(<-waited)

	s.lines(1)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Idle(gone); !errors.Is(err, gone.Err()) {
		t.Errorf("got %v", err)
	}
}
