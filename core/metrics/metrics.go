// Package metrics counts and measures for Prometheus what the other rooms tell of
// their work. It is the only one that knows Prometheus; what is told comes in by
// the hooks of store, outbox, jobs and bot. A label is always one of few values:
// never a person, a place, or anything that somebody wrote. Durations are in
// seconds, sizes in bytes.
//
// Whoever adds a metric adds a panel to config/grafana.json, too: a test compares.
package metrics

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// Metrics is a registry of its own with everything that Parley measures.
type Metrics struct {
	registry *prometheus.Registry

	interactions *prometheus.CounterVec
	latency      *prometheus.HistogramVec

	batch     prometheus.Histogram
	commit    prometheus.Histogram
	failures  prometheus.Counter
	waiting   prometheus.Gauge
	attempts  *prometheus.CounterVec
	ended     *prometheus.CounterVec
	delivery  *prometheus.HistogramVec
	send      *prometheus.HistogramVec
	jobs      *prometheus.CounterVec
	jobLength *prometheus.HistogramVec
}

// Buckets in seconds: what happens on this machine, and what crosses the network.
var (
	here  = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5}
	there = []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 15, 60, 300, 3600}
)

// New returns metrics of which everything is zero.
func New(version string) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry()}
	m.interactions = counters("interactions_total", "Interactions by what was meant and how it ended.", "platform", "command", "kind", "outcome")
	m.latency = histograms("interaction_seconds", "From an event to the decided answer.", here, "command")
	m.batch = prometheus.NewHistogram(prometheus.HistogramOpts{
		Namespace: "parley", Name: "store_batch_size", Help: "Transactions that shared a commit.", Buckets: []float64{1, 2, 4, 8, 16, 32, 64},
	})
	m.commit = prometheus.NewHistogram(prometheus.HistogramOpts{
		Namespace: "parley", Name: "store_commit_seconds", Help: "Making a batch durable.", Buckets: here,
	})
	m.failures = prometheus.NewCounter(prometheus.CounterOpts{
		Namespace: "parley", Name: "store_commit_failures_total", Help: "Commits that failed.",
	})
	m.waiting = prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: "parley", Name: "store_waiting", Help: "Transactions that waited for the writer at the last commit.",
	})
	m.attempts = counters("outbox_attempts_total", "Attempts to deliver, by how they ended.", "platform", "outcome")
	m.ended = counters("outbox_ended_total", "Notifications by the state they ended in.", "state")
	m.delivery = histograms("outbox_delivery_seconds", "From queueing a notification to its being sent.", there, "platform")
	m.send = histograms("outbox_send_seconds", "One attempt to deliver.", there, "platform")
	m.jobs = counters("jobs_total", "Tries of timed work.", "kind", "outcome")
	m.jobLength = histograms("job_seconds", "One try of timed work, waiting for the writer included.", here, "kind")
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: "parley", Name: "build_info", Help: "1, with the version that runs.", ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(
		m.interactions, m.latency, m.batch, m.commit, m.failures, m.waiting,
		m.attempts, m.ended, m.delivery, m.send, m.jobs, m.jobLength, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return m
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "parley", Name: name, Help: help}, labels)
}

func histograms(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "parley", Name: name, Help: help, Buckets: buckets}, labels)
}

// Handler answers /metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 2, Timeout: 10 * time.Second})
}

// Handled is for bot.Options.
func (m *Metrics) Handled(h bot.Handled) {
	command := h.Command
	if command == "" {
		command = "none"
	}
	m.interactions.WithLabelValues(string(h.Platform), command, string(h.Kind), string(h.Outcome)).Inc()
	m.latency.WithLabelValues(command).Observe(h.Took.Seconds())
}

// Committed is for store.Options.
func (m *Metrics) Committed(c store.Commit) {
	m.batch.Observe(float64(c.Batch))
	m.commit.Observe(c.Took.Seconds())
	m.waiting.Set(float64(c.Waiting))
	if c.Err != nil {
		m.failures.Inc()
	}
}

// Attempted is for outbox.Options.
func (m *Metrics) Attempted(a outbox.Attempted) {
	outcome := string(a.Failure)
	if outcome == "" {
		outcome = "sent"
		m.delivery.WithLabelValues(string(a.Platform)).Observe(a.Queued.Seconds())
	}
	m.attempts.WithLabelValues(string(a.Platform), outcome).Inc()
	m.send.WithLabelValues(string(a.Platform)).Observe(a.Took.Seconds())
}

// Ended is for outbox.Options.
func (m *Metrics) Ended(_ string, state outbox.State) { m.ended.WithLabelValues(string(state)).Inc() }

// Tried is for jobs.Options.
func (m *Metrics) Tried(kind string, took time.Duration, failed bool) {
	outcome := "done"
	if failed {
		outcome = "failed"
	}
	m.jobs.WithLabelValues(kind, outcome).Inc()
	m.jobLength.WithLabelValues(kind).Observe(took.Seconds())
}
