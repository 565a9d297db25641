package jobs_test

import (
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
	if got := storetest.Walks(t, s, ".", "(kind=?)"); len(got) > 0 {
		t.Errorf("walks %q", got)
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
