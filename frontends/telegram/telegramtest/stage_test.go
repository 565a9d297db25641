package telegramtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
	"github.com/parleybot/parley/frontends/telegram/telegramtest/conform"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// stage is a double with its usual cast, and a bot that is played by hand.
type stage struct {
	*telegramtest.Server
	t     *testing.T
	http  *http.Client
	cast  frontendtest.Cast
	clock *clock // where the test winds it
}

// answer is what the Bot API answers.
type answer struct {
	OK          bool
	Status      int             `json:"-"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Result      json.RawMessage `json:"result"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		Migrate    int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// specs reads the official specification once.
var specs = sync.OnceValues(func() (*conform.Spec, error) { return conform.Load(os.Getenv("PARLEY_SPECS")) })

type object = map[string]any

// open starts a double that also holds to the official specification, where
// that is at hand.
func open(t *testing.T, o telegramtest.Options) *stage {
	t.Helper()
	if os.Getenv("PARLEY_SPECS") != "" {
		spec, err := specs()
		if err != nil {
			t.Fatal(err)
		}
		o.Specs = spec
	}
	server, err := telegramtest.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{Server: server, t: t, http: &http.Client{Transport: &http.Transport{}}, cast: server.Cast()}
	t.Cleanup(func() {
		s.http.CloseIdleConnections()
		if err := server.Shutdown(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// try calls a method as JSON.
func (s *stage) try(method string, params object) (answer, error) {
	body, err := json.Marshal(params)
	if err != nil {
		return answer{}, err
	}
	return s.post(method, "application/json", bytes.NewReader(body))
}

func (s *stage) post(method, media string, body io.Reader) (answer, error) {
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.URL()+"/bot"+s.Token()+"/"+method, body)
	if err != nil {
		return answer{}, err
	}
	req.Header.Set("Content-Type", media)
	resp, err := s.http.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return answer{}, err
	}
	a := answer{Status: resp.StatusCode}
	if err := json.Unmarshal(raw, &a); err != nil {
		return a, fmt.Errorf("%d: %w: %s", resp.StatusCode, err, raw)
	}
	return a, nil
}

// call calls a method that must be answered, whatever it is.
func (s *stage) call(method string, params object) answer {
	s.t.Helper()
	a, err := s.try(method, params)
	s.must(err)
	return a
}

// do calls a method that must work.
func (s *stage) do(method string, params object) object {
	s.t.Helper()
	a := s.call(method, params)
	if !a.OK {
		s.t.Fatalf("%s: %d %s", method, a.Code, a.Description)
	}
	var result object
	_ = json.Unmarshal(a.Result, &result) // not every result is an object
	return result
}

// refused calls a method that must be refused so.
func (s *stage) refused(code int, text, method string, params object) {
	s.t.Helper()
	a := s.call(method, params)
	if a.OK || a.Code != code || a.Status != code || !strings.Contains(a.Description, text) {
		s.t.Errorf("%s: got %d %q, want %d %q", method, a.Code, a.Description, code, text)
	}
}

// updates takes what waits, and confirms it.
func (s *stage) updates() []object {
	s.t.Helper()
	var all []object
	s.must(json.Unmarshal(s.call("getUpdates", object{"allowed_updates": everything}).Result, &all))
	if len(all) > 0 {
		last := all[len(all)-1]["update_id"].(float64)
		s.call("getUpdates", object{"offset": int64(last) + 1})
	}
	return all
}

// update takes the only update that waits, and returns one of its members.
func (s *stage) update(kind string) object {
	s.t.Helper()
	all := s.updates()
	if len(all) != 1 || all[0][kind] == nil {
		s.t.Fatalf("updates: %v, want one %s", all, kind)
	}
	return all[0][kind].(object)
}

func (s *stage) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// newest is what somebody saw last.
func (s *stage) newest(who chat.User) frontendtest.Seen {
	s.t.Helper()
	all := s.Seen(who.Ref)
	if len(all) == 0 {
		s.t.Fatalf("%s saw nothing", who.Name)
	}
	return all[len(all)-1]
}

// clean fails if anything was asked against the rules.
func (s *stage) clean() {
	s.t.Helper()
	for _, v := range s.Violations() {
		s.t.Error(v)
	}
}

var everything = []string{
	"message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "my_chat_member", "chat_member",
}
