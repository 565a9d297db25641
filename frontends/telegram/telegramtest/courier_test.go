package telegramtest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// mailbox is a bot behind a webhook that notes what comes and answers by a script.
type mailbox struct {
	*httptest.Server
	mu     sync.Mutex
	came   []string // secrets and bodies
	inside int
	most   int
	answer func(w http.ResponseWriter, nth int)
}

func newMailbox(t *testing.T, answer func(w http.ResponseWriter, nth int)) *mailbox {
	t.Helper()
	m := &mailbox{answer: answer}
	m.Server = httptest.NewServer(m)
	t.Cleanup(m.Close)
	return m
}

func (m *mailbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	m.mu.Lock()
	m.came = append(m.came, r.URL.Path+" "+r.Header.Get("X-Telegram-Bot-Api-Secret-Token")+" "+string(body))
	nth := len(m.came)
	m.inside++
	m.most = max(m.most, m.inside)
	m.mu.Unlock()
	if m.answer != nil {
		m.answer(w, nth)
	}
	m.mu.Lock()
	m.inside--
	m.mu.Unlock()
}

func (m *mailbox) got() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.came)
}

// hook sets a webhook for a double whose pauses are short.
func hook(t *testing.T, to ...*mailbox) *stage {
	t.Helper()
	s := open(t, telegramtest.Options{HookSecond: time.Millisecond})
	var at []string
	for _, m := range to {
		at = append(at, m.URL)
	}
	s.Proxy(at...)
	s.do("setWebhook", object{"url": "https://bot.example/in", "secret_token": "a-B_9", "allowed_updates": everything, "max_connections": 3})
	return s
}

func TestDeliveriesComeInOrderAndInTurn(t *testing.T) {
	t.Parallel()
	one, two := newMailbox(t, nil), newMailbox(t, nil)
	s := hook(t, one, two)
	for _, line := range []string{"a", "b", "c", "d"} {
		if err := s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, line); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(one.got()) != 2 || len(two.got()) != 2 {
		t.Fatalf("one got %v, the other %v", one.got(), two.got())
	}
	for i, came := range []string{one.got()[0], two.got()[0], one.got()[1], two.got()[1]} {
		want := `"text":"` + string(rune('a'+i)) + `"`
		if !strings.HasPrefix(came, "/in a-B_9 {") || !strings.Contains(came, want) {
			t.Errorf("delivery %d: %s", i, came)
		}
	}
}

// What is not answered with 200 comes again, before what is behind it.
func TestDeliveriesAreRepeated(t *testing.T) {
	t.Parallel()
	m := newMailbox(t, func(w http.ResponseWriter, nth int) {
		switch nth {
		case 1:
			w.WriteHeader(http.StatusInternalServerError)
		case 2:
			w.Header().Set("Retry-After", "3")
			w.WriteHeader(http.StatusServiceUnavailable)
		case 3:
			panic(http.ErrAbortHandler)
		}
	})
	s := hook(t, m)
	for _, line := range []string{"a", "b"} {
		if err := s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, line); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	var codes []int
	for _, d := range s.Delivered() {
		codes = append(codes, d.Status)
	}
	if !slices.Equal(codes, []int{500, 503, 0, 200, 200}) || !strings.Contains(m.got()[4], `"text":"b"`) {
		t.Errorf("answered %v; the last: %s", codes, m.got()[4])
	}
	if info := s.do("getWebhookInfo", nil); info["last_error_message"] != "Webhook connection closed" || info["max_connections"] != 3.0 {
		t.Errorf("told %v", info)
	}
}

// Different chats are delivered side by side, as many as the bot allows.
func TestDeliveriesSideBySide(t *testing.T) {
	t.Parallel()
	goOn, full := make(chan struct{}), make(chan struct{})
	m := newMailbox(t, func(_ http.ResponseWriter, nth int) {
		if nth == 3 {
			close(full)
		}
		<-goOn
	})
	s := hook(t, m)
	for range 5 {
		who := s.AddUser(frontendtest.Cast{}.Ann).Ref
		if err := s.Arrive(who); err != nil {
			t.Fatal(err)
		}
		if err := s.Type(who, telegramtest.Direct(who), "hello"); err != nil {
			t.Fatal(err)
		}
	}
	<-full
	close(goOn)
	if err := s.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m.most != 3 || len(m.got()) != 5 {
		t.Errorf("%d came, at most %d at once", len(m.got()), m.most)
	}
}

// Nobody delivers where no proxy leads, nor once the webhook is deleted; what waits
// is not lost.
func TestDeliveriesWait(t *testing.T) {
	t.Parallel()
	m := newMailbox(t, nil)
	s := hook(t)
	if err := s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "a"); err != nil {
		t.Fatal(err)
	}
	if len(s.Delivered()) != 0 || s.Waiting() != 1 {
		t.Errorf("%d attempts, %d wait", len(s.Delivered()), s.Waiting())
	}
	s.Proxy(m.URL)
	if err := s.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.do("deleteWebhook", nil)
	if err := s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "b"); err != nil {
		t.Fatal(err)
	}
	if len(m.got()) != 1 || s.Waiting() != 1 {
		t.Errorf("came %v, %d wait", m.got(), s.Waiting())
	}
	s.refused(400, "only on ports", "setWebhook", object{"url": "https://bot.example:8080"})
}
