// Package health answers two questions of whoever runs the bot: is the process
// alive (/healthz), and does it do its work (/readyz). Each thing that is looked
// at is a Check with a limit of its own. Nothing here changes anything, and an
// answer names no person.
package health

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"
)

// Check looks at one thing.
type Check struct {
	Name  string // one word, or two with a dash; a label of metrics, too
	Limit string // what is still good, in plain words
	Look  func(ctx context.Context) State
}

// State is what a check found.
type State struct {
	Good  bool    `json:"good"`
	State string  `json:"state"` // in plain words
	Value float64 `json:"value"` // seconds or bytes, as the limit says; 0 where there is none
}

// Finding is the state of a named check.
type Finding struct {
	Name  string `json:"name"`
	Limit string `json:"limit"`
	State
}

// Report is what /readyz says.
type Report struct {
	Ready  bool      `json:"ready"`
	Checks []Finding `json:"checks"`
}

// Watch looks at all checks together. It keeps what it found for a moment, so that
// asking often costs nothing.
type Watch struct {
	checks []Check
	now    func() time.Time

	mu   sync.Mutex
	at   time.Time
	last Report
}

// fresh is how long a report is handed out again; patience bounds one look.
const (
	fresh    = time.Second
	patience = 3 * time.Second
)

// New returns a watch over checks; now is the clock by which reports age.
func New(now func() time.Time, checks ...Check) *Watch {
	return &Watch{checks: checks, now: now}
}

// Report looks at everything. Not ready is who has one check that is not good.
func (w *Watch) Report(ctx context.Context) Report {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.at.IsZero() && w.now().Sub(w.at) < fresh {
		return w.last
	}
	// Who asked may hang up; the next one still wants the answer.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	report := Report{Ready: true, Checks: make([]Finding, len(w.checks))}
	var all sync.WaitGroup
	for i, c := range w.checks {
		all.Go(func() { report.Checks[i] = Finding{Name: c.Name, Limit: c.Limit, State: c.Look(ctx)} })
	}
	all.Wait()
	for _, f := range report.Checks {
		report.Ready = report.Ready && f.Good
	}
	w.at, w.last = w.now(), report
	return report
}

// Alive answers /healthz: whoever can answer at all is alive.
func Alive(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("alive\n"))
}

// ServeHTTP answers /readyz: 200 or 503, and in JSON why.
func (w *Watch) ServeHTTP(to http.ResponseWriter, r *http.Request) {
	report := w.Report(r.Context())
	to.Header().Set("Content-Type", "application/json")
	to.Header().Set("Cache-Control", "no-store")
	if !report.Ready {
		to.WriteHeader(http.StatusServiceUnavailable)
	}
	encoder := json.NewEncoder(to)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(report) // who asked may be gone
}
