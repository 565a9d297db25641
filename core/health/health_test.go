package health

import (
	"context"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func at(d time.Duration) func() time.Time { return func() time.Time { return noon.Add(d) } }

type reporter chat.FrontendState

func (r reporter) State() chat.FrontendState { return chat.FrontendState(r) }

func TestFrontend(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		state chat.FrontendState
		good  bool
	}{
		"never began":         {chat.FrontendState{Phase: chat.Idle}, false},
		"connected":           {chat.FrontendState{Phase: chat.Connected, Since: noon, Heard: noon}, true},
		"silent, as it may":   {chat.FrontendState{Phase: chat.Connected, Heard: noon, Patience: 2 * time.Hour}, true},
		"silent for too long": {chat.FrontendState{Phase: chat.Connected, Heard: noon, Patience: time.Minute}, false},
		"stands by":           {chat.FrontendState{Phase: chat.StandingBy, Since: noon}, true},
		"not there yet":       {chat.FrontendState{Phase: chat.Connecting, Since: noon.Add(time.Hour)}, false},
		"just lost":           {chat.FrontendState{Phase: chat.Reconnecting, Since: noon.Add(time.Hour - time.Second)}, true},
		"lost":                {chat.FrontendState{Phase: chat.Reconnecting, Since: noon}, false},
		"refused":             {chat.FrontendState{Phase: chat.Refused, Since: noon}, false},
	} {
		got := Frontend("telegram", reporter(test.state), at(time.Hour)).Look(t.Context())
		if got.Good != test.good || got.State == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestWriter(t *testing.T) {
	t.Parallel()
	if got := Writer(func(context.Context) error { return nil }).Look(t.Context()); !got.Good {
		t.Errorf("a writer that works: %+v", got)
	}
	got := Writer(func(context.Context) error { return errors.New("open /secret/place: no") }).Look(t.Context())
	if got.Good || got.State != "nothing can be recorded: see the log" {
		t.Errorf("a writer that does not: %+v", got)
	}
}

func TestDisk(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		left uint64
		err  error
		good bool
	}{
		"room": {leastFree, nil, true}, "none": {leastFree - 1, nil, false},
		"unknown": {0, errors.ErrUnsupported, true}, "gone": {0, errors.New("gone"), false},
	} {
		if got := Disk("disk", func() (uint64, error) { return test.left, test.err }).Look(t.Context()); got.Good != test.good {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if left, err := Free(t.TempDir()); (err != nil || left == 0) && !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("free here: %d, %v", left, err)
	}
}

// clocked is a store whose time a test sets.
func clocked(t *testing.T) (*store.Store, *storetest.Clock) {
	t.Helper()
	clock := storetest.NewClock(noon)
	return storetest.OpenWith(t, clock, 1, audit.Migrations(), outbox.Migrations()), clock
}

func TestOutboxAndLog(t *testing.T) {
	t.Parallel()
	s, clock := clocked(t)
	look := func(c Check, good bool, value float64) {
		t.Helper()
		if got := c.Look(t.Context()); got.Good != good || got.Value != value {
			t.Errorf("%s: %+v, want %v and %v", c.Name, got, good, value)
		}
	}
	look(Outbox(s), true, 0)
	look(Log(s), true, 0)
	err := s.Write(t.Context(), func(tx *store.Tx) error {
		if _, err := audit.Open(tx, "test"); err != nil {
			return err
		}
		_, _, err := outbox.Notify(tx, outbox.Notification{Person: "p", Kind: "test"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	clock.Set(noon.Add(time.Minute))
	look(Outbox(s), true, 60)
	look(Log(s), true, 60)
	clock.Set(noon.Add(time.Hour))
	look(Outbox(s), false, 3600)
	look(Log(s), false, 3600)
}

func TestReport(t *testing.T) {
	t.Parallel()
	looks, good, now := 0, true, noon
	w := New(func() time.Time { return now }, Check{Name: "a", Limit: "x", Look: func(context.Context) State {
		looks++
		return State{Good: good, State: "words"}
	}})
	ask := func(want int) Report {
		t.Helper()
		to := httptest.NewRecorder()
		w.ServeHTTP(to, httptest.NewRequest("GET", "/readyz", nil))
		var r Report
		if err := json.Unmarshal(to.Body.Bytes(), &r); err != nil || to.Code != want {
			t.Errorf("%d %s, %v; want %d", to.Code, to.Body, err, want)
		}
		return r
	}
	if r := ask(200); !r.Ready || len(r.Checks) != 1 || r.Checks[0].State.State != "words" {
		t.Errorf("said %+v", r)
	}
	good = false
	ask(200)
	if looks != 1 {
		t.Errorf("looked %d times within a second", looks)
	}
	now = now.Add(fresh)
	if r := ask(503); r.Ready {
		t.Errorf("said %+v", r)
	}
}
