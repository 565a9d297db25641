package jobs_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store"
)

func TestWorkInPortions(t *testing.T) {
	t.Parallel()
	for name, every := range map[string]time.Duration{"once": 0, "recurring": time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			var attempts []int
			left := 3
			r := w.runner(
				jobs.Handler{Kind: "k", Every: every, Do: func(tx *store.Tx, j jobs.Job, _ []byte) error {
					attempts = append(attempts, j.Attempt)
					if err := write(tx, j, fmt.Appendf(nil, "%d", left)); err != nil {
						return err
					}
					if len(attempts) == 2 {
						return errors.New("boom") // its effect is undone, those before stay
					}
					if left--; left > 0 {
						return fmt.Errorf("so far: %w", jobs.ErrMore)
					}
					return nil
				}},
				jobs.Handler{Kind: "other", Do: func(tx *store.Tx, j jobs.Job, _ []byte) error { return write(tx, j, nil) }},
			)
			due := w.clock.Now().Add(time.Hour)
			w.runDue(r) // plans what recurs
			if every == 0 {
				w.schedule("k", "", due)
			}
			w.schedule("other", "", due)
			w.clock.Set(due)
			w.runDue(r)
			w.clock.Advance(time.Second)
			w.runDue(r)
			got := w.effects()
			slices.Sort(got) // the other one comes between, at its own pace
			k := key("k", "", due)
			if want := []string{k + " 1", k + " 2", k + " 3", key("other", "", due) + " "}; !slices.Equal(got, want) {
				t.Errorf("effects\n got %v\nwant %v", got, want)
			}
			if want := []int{1, 1, 2, 1}; !slices.Equal(attempts, want) {
				t.Errorf("attempts %v, want %v", attempts, want)
			}
			want := []string{"done", "done"}
			if every > 0 {
				want = []string{"waiting", "done"}
			}
			if got := w.states(); !slices.Equal(got, want) {
				t.Errorf("states %v, want %v", got, want)
			}
		})
	}
}

// The writer is everybody's: no transaction removes more than a thousand rows.
func TestPruneInPortions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const count = 10_000
	w.write(func(tx *store.Tx) error {
		_, err := tx.SQL().Exec(`INSERT INTO jobs (id, kind, subject, due_at, run_at, state, ended_at)
			WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
			SELECT i, 'k', i, 1, 1, CASE i % 2 WHEN 0 THEN 'done' ELSE 'dead' END, ? FROM n`, count, store.Millis(tx.Now()))
		return err
	})
	var left []string
	r := jobs.New(jobs.Options{Store: w.store, Committed: func() {
		left = append(left, w.column(`SELECT count(*) FROM jobs WHERE kind = 'k'`)...)
	}})
	w.runDue(r) // plans the upkeep
	w.clock.Advance(31 * 24 * time.Hour)
	w.runDue(r)
	want := []string{"9000", "8000", "7000", "6000", "5000", "4000", "3000", "2000", "1000", "0", "0"}
	if !slices.Equal(left, want) {
		t.Errorf("after each portion %v are left, want %v", left, want)
	}
	if rows := w.column(`SELECT kind FROM jobs`); !slices.Equal(rows, []string{"jobs.prune"}) {
		t.Errorf("%d rows are left at the end", len(rows))
	}
}
