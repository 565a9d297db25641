package botapi_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
)

func TestStateOfTheLine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		var trouble atomic.Pointer[func() (*http.Response, error)]
		w := &wire{answer: func(r request) (*http.Response, error) {
			if fail := trouble.Load(); fail != nil {
				return (*fail)()
			}
			return d.serve(r)
		}}
		p := pollOn(t, w, frontendtest.NewCore(nil), quiet{})
		phase := func(want chat.Phase) chat.FrontendState {
			t.Helper()
			synctest.Wait()
			s := p.c.State()
			if s.Phase != want {
				t.Errorf("the line is %s, want %s", s.Phase, want)
			}
			return s
		}
		phase(chat.Connecting)
		d.post(1, "hello")
		if s := phase(chat.Connected); !s.Heard.Equal(time.Now()) || s.Patience <= 0 {
			t.Errorf("connected: %+v", s)
		}
		cut := func() (*http.Response, error) { return nil, errors.New("cut") }
		trouble.Store(&cut)
		d.post(1, "lost") // ends the poll that waits; the next one fails
		phase(chat.Reconnecting)
		busy := func() (*http.Response, error) {
			return &http.Response{StatusCode: 429, Body: io.NopCloser(strings.NewReader(
				`{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":1}}`))}, nil
		}
		trouble.Store(&busy)
		time.Sleep(time.Minute)
		if s := phase(chat.Reconnecting); s.Throttled == 0 {
			t.Errorf("told to wait: %+v", s)
		}
		trouble.Store(nil)
		d.post(1, "found")
		time.Sleep(time.Minute)
		if s := phase(chat.Connected); s.Reconnects != 1 {
			t.Errorf("found again: %+v", s)
		}
		p.end()
		phase(chat.Idle)
	})
}
