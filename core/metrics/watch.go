package metrics

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/health"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// Sources are what is looked at whenever somebody asks for the metrics, rather
// than counted as it happens.
type Sources struct {
	Store     *store.Store
	Frontends []chat.Frontend
	Health    *health.Watch
	Backup    func() (newest time.Time, ok bool) // ok is false where there is none
}

// Watch adds what is looked at. It is called once.
func (m *Metrics) Watch(s Sources) error { return m.registry.Register(&watcher{s}) }

// lookTime bounds one look at the store.
const lookTime = 2 * time.Second

type watcher struct{ Sources }

func described(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("parley_"+name, help, labels, nil)
}

var (
	open       = described("outbox_open", "Notifications not delivered yet, by state.", "state")
	oldest     = described("outbox_oldest_seconds", "How long the oldest notification waits that may leave.")
	events     = described("log_events", "Events in the audit log.")
	unsigned   = described("log_unsigned_events", "Events that no checkpoint covers yet.")
	connected  = described("platform_connected", "1 while events of a platform come in.", "platform")
	silence    = described("platform_silence_seconds", "Since a platform last said something.", "platform")
	reconnects = described("platform_reconnects_total", "Lost lines to a platform that were found again.", "platform")
	throttled  = described("platform_throttled_total", "Requests that a platform refused as too many.", "platform")
	good       = described("check_good", "1 for a check of /readyz that is good.", "check")
	value      = described("check_value", "What a check of /readyz measured: seconds, or bytes of a disk.", "check")
	ready      = described("ready", "1 while /readyz says so.")
	backupAge  = described("backup_age_seconds", "Since the newest backup was made; left out where there is none.")
)

// Describe lists everything that Collect may send.
func (w *watcher) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		open, oldest, events, unsigned, connected, silence, reconnects, throttled, good, value, ready, backupAge,
	} {
		to <- d
	}
}

// Collect looks. What cannot be read is left out, and the check of it says why.
func (w *watcher) Collect(to chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	w.lines(to, gauge)
	w.ledger(gauge)
	report := w.Health.Report(context.Background())
	for _, f := range report.Checks {
		gauge(good, truth(f.Good), f.Name)
		gauge(value, f.Value, f.Name)
	}
	gauge(ready, truth(report.Ready))
	if at, made := w.Backup(); made {
		gauge(backupAge, w.Store.Now().Sub(at).Seconds())
	}
}

type gauging func(d *prometheus.Desc, v float64, labels ...string)

// lines are those to the platforms.
func (w *watcher) lines(to chan<- prometheus.Metric, gauge gauging) {
	for _, f := range w.Frontends {
		r, reports := f.(chat.Reporter)
		if !reports {
			continue
		}
		s, platform := r.State(), string(f.Platform())
		gauge(connected, truth(s.Phase == chat.Connected), platform)
		if !s.Heard.IsZero() {
			gauge(silence, w.Store.Now().Sub(s.Heard).Seconds(), platform)
		}
		to <- prometheus.MustNewConstMetric(reconnects, prometheus.CounterValue, float64(s.Reconnects), platform)
		to <- prometheus.MustNewConstMetric(throttled, prometheus.CounterValue, float64(s.Throttled), platform)
	}
}

// ledger is what the store holds.
func (w *watcher) ledger(gauge gauging) {
	ctx, cancel := context.WithTimeout(context.Background(), lookTime)
	defer cancel()
	var backlog outbox.Backlog
	var size, waits int64
	err := w.Store.Read(ctx, func(tx *store.Tx) (err error) {
		if backlog, err = outbox.Open(tx); err != nil {
			return err
		}
		if size, err = audit.Size(tx); err != nil {
			return err
		}
		waits, _, err = audit.Unsigned(tx)
		return err
	})
	if err != nil {
		return
	}
	for state, n := range backlog.Counts {
		gauge(open, float64(n), string(state))
	}
	age := 0.0
	if !backlog.Oldest.IsZero() {
		age = w.Store.Now().Sub(backlog.Oldest).Seconds()
	}
	gauge(oldest, age)
	gauge(events, float64(size))
	gauge(unsigned, float64(waits))
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
