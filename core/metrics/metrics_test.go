package metrics

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/chat/pulse"
	"github.com/parleybot/parley/core/health"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// line is a frontend that has only a state.
type line struct {
	chat.Frontend
	pulse.Pulse
}

func (*line) Platform() chat.Platform { return "telegram" }

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// used returns metrics of a bot to which everything has happened once.
func used(t *testing.T) *Metrics {
	t.Helper()
	s := storetest.Open(t, audit.Migrations(), outbox.Migrations())
	front := &line{}
	front.Enter(chat.Connected, noon)
	front.Heard(noon)
	front.Throttled()
	if err := s.Write(t.Context(), func(tx *store.Tx) error {
		_, _, err := outbox.Notify(tx, outbox.Notification{Person: "p", Kind: "test"})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	m := New("v1.2.3")
	err := m.Watch(Sources{
		Store: s, Frontends: []chat.Frontend{front}, Backup: func() (time.Time, bool) { return noon, true },
		Health: health.New(s.Now, health.Check{Name: "disk", Look: func(context.Context) health.State { return health.State{Good: true, Value: 7} }}),
	})
	if err != nil {
		t.Fatal(err)
	}
	m.Handled(bot.Handled{Platform: "telegram", Kind: chat.Invoke, Command: "deal start", Outcome: bot.Answered, Took: time.Millisecond})
	m.Handled(bot.Handled{Platform: "telegram", Kind: chat.Answer, Outcome: bot.Declined})
	m.Committed(store.Commit{Batch: 3, Waiting: 2, Took: time.Millisecond, Err: errors.ErrUnsupported})
	m.Attempted(outbox.Attempted{Platform: "telegram", Kind: "deals.proposed", Took: time.Second, Queued: time.Minute})
	m.Attempted(outbox.Attempted{Platform: "telegram", Failure: chat.Wait})
	m.Ended("deals.proposed", outbox.Dead)
	m.Tried("jobs.prune", time.Second, true)
	return m
}

func scrape(t *testing.T, m *Metrics) string {
	t.Helper()
	to := httptest.NewRecorder()
	m.Handler().ServeHTTP(to, httptest.NewRequest("GET", "/metrics", nil))
	if to.Code != 200 {
		t.Fatalf("%d: %s", to.Code, to.Body)
	}
	return to.Body.String()
}

func TestWhatIsExported(t *testing.T) {
	t.Parallel()
	got := scrape(t, used(t))
	for _, want := range []string{
		`parley_interactions_total{command="deal start",kind="invoke",outcome="answered",platform="telegram"} 1`,
		`parley_interactions_total{command="none",kind="answer",outcome="refused",platform="telegram"} 1`,
		`parley_interaction_seconds_bucket{command="deal start",le="0.001"} 1`,
		`parley_store_batch_size_sum 3`, `parley_store_waiting 2`, `parley_store_commit_failures_total 1`,
		`parley_outbox_attempts_total{outcome="sent",platform="telegram"} 1`,
		`parley_outbox_attempts_total{outcome="wait",platform="telegram"} 1`,
		`parley_outbox_delivery_seconds_sum{platform="telegram"} 60`, `parley_outbox_ended_total{state="dead"} 1`,
		`parley_jobs_total{kind="jobs.prune",outcome="failed"} 1`,
		`parley_outbox_open{state="ready"} 1`, `parley_outbox_open{state="behind"} 0`,
		`parley_platform_connected{platform="telegram"} 1`, `parley_platform_throttled_total{platform="telegram"} 1`,
		`parley_check_good{check="disk"} 1`, `parley_check_value{check="disk"} 7`, `parley_ready 1`,
		`parley_build_info{version="v1.2.3"} 1`, `parley_log_events 0`,
	} {
		if !strings.Contains(got, want+"\n") {
			t.Errorf("missing: %s", want)
		}
	}
}
