package jobs_test

import (
	"slices"
	"testing"

	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store/storetest"
)

// Ended jobs are kept for a month, so what reads all of them gets slow.
func TestNothingWalksThroughEndedJobs(t *testing.T) {
	t.Parallel()
	got := storetest.Walks(t, storetest.Open(t, jobs.Migrations()), ".", "(kind=?)")
	want := []string{ // of those that wait, and only up to the first that can run
		"SELECT kind, run_at FROM jobs WHERE state = 'waiting' ORDER BY run_at: SCAN jobs USING INDEX jobs_waiting",
	}
	if !slices.Equal(got, want) {
		t.Errorf("walks\n got %q\nwant %q", got, want)
	}
}
