package jobs_test

import (
	"slices"
	"testing"

	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// Ended jobs are kept for a month, so what reads all of them gets slow.
func TestNothingWalksThroughEndedJobs(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, jobs.Migrations())
	if s.Dialect() == store.Postgres {
		fill(t, s)
	}
	got := storetest.Walks(t, s, ".", "(kind=?)")
	want := []string{ // of those that wait, and only up to the first that can run
		"SELECT kind, run_at FROM jobs WHERE state = 'waiting' ORDER BY run_at: SCAN jobs USING INDEX jobs_waiting",
	}
	if !slices.Equal(got, want) {
		t.Errorf("walks\n got %q\nwant %q", got, want)
	}
}

// fill makes enough jobs, nearly all of them ended, for PostgreSQL to see which
// index is worth its while.
func fill(t *testing.T, s *store.Store) {
	t.Helper()
	err := s.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.SQL().Exec(`INSERT INTO jobs (id, kind, subject, due_at, run_at, state, ended_at)
			SELECT 'j' || n, 'k' || n % 7, 's' || n, n, n, CASE n % 100 WHEN 1 THEN 'waiting' WHEN 2 THEN 'fetching' ELSE 'done' END, n
			FROM generate_series(1, 20000) AS n`)
		if err == nil {
			_, err = tx.SQL().Exec("ANALYZE jobs")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
