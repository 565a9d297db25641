package jobs_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// effects is the table that the tests' handlers write to.
func effects() store.Migrations {
	return store.Migrations{Name: "effects", FS: fstest.MapFS{
		"sqlite/0001_effects.sql": {Data: []byte(`CREATE TABLE effects (key TEXT, result TEXT);`)},
	}}
}

func migrations() []store.Migrations { return []store.Migrations{jobs.Migrations(), effects()} }

// write is a handler's Do that leaves the run's key and the result behind.
func write(tx *store.Tx, j jobs.Job, result []byte) error {
	_, err := tx.SQL().Exec(`INSERT INTO effects (key, result) VALUES (?, ?)`, j.Key(), string(result))
	return err
}

// world is a store in stopped time with a runner whose jobs leave effects.
type world struct {
	t     *testing.T
	clock *storetest.Clock
	store *store.Store
	log   *lines
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, clock: storetest.NewClock(storetest.Epoch), log: &lines{}}
	w.store = storetest.OpenWith(t, w.clock, 1, migrations()...)
	return w
}

func (w *world) runner(handlers ...jobs.Handler) *jobs.Runner {
	return jobs.New(jobs.Options{
		Store: w.store, Handlers: handlers,
		After:  func(time.Duration) <-chan time.Time { return nil }, // tests wake it
		Logger: slog.New(slog.NewTextHandler(w.log, nil)),
	})
}

// start runs r until stop, or until the test ends.
func (w *world) start(r *jobs.Runner) (stop func()) {
	ctx, cancel := context.WithCancel(w.t.Context())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			w.t.Errorf("run: %v", err)
		}
	})
	w.t.Cleanup(stop)
	return stop
}

func (w *world) schedule(kind, subject string, due time.Time) bool {
	w.t.Helper()
	var queued bool
	w.write(func(tx *store.Tx) (err error) {
		queued, err = jobs.Schedule(tx, jobs.Job{Kind: kind, Subject: subject, Due: due, Payload: []byte("p")})
		return err
	})
	return queued
}

func (w *world) write(fn func(tx *store.Tx) error) {
	w.t.Helper()
	if err := w.store.Write(w.t.Context(), fn); err != nil {
		w.t.Fatalf("write: %v", err)
	}
}

// runDue runs what is due and returns how many tries were made.
func (w *world) runDue(r *jobs.Runner) int {
	w.t.Helper()
	n, err := r.RunDue(w.t.Context())
	if err != nil {
		w.t.Fatalf("run due: %v", err)
	}
	return n
}

// column lists what a query finds.
func (w *world) column(query string) []string {
	w.t.Helper()
	list := []string{}
	err := w.store.Read(w.t.Context(), func(tx *store.Tx) error {
		return tx.SQL().Rows(query, nil, func(scan func(...any) error) error {
			var s string
			err := scan(&s)
			list = append(list, s)
			return err
		})
	})
	if err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	return list
}

func (w *world) effects() []string {
	return w.column(`SELECT key || ' ' || result FROM effects ORDER BY rowid`)
}

func (w *world) states() []string {
	return w.column(`SELECT state FROM jobs WHERE kind <> 'jobs.prune' ORDER BY seq`)
}

func key(kind, subject string, due time.Time) string {
	return fmt.Sprintf("job:%s:%s:%d", kind, subject, due.UnixMilli())
}

// lines is a log that several goroutines may write to.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) count(s string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.text.String(), s)
}
