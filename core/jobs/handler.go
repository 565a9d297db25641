package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/parleybot/parley/core/store"
)

// Handler does the jobs of one kind.
type Handler struct {
	Kind string
	// Every makes the kind recur without being scheduled. Its planned times are
	// the multiples of Every since Monday, 1 January of the year 1, 00:00 UTC, so
	// days begin at midnight and weeks on Monday, moved by Offset: a day and 2 h
	// is daily at 02:00 UTC. Of runs that were missed, the earliest alone is
	// caught up.
	Every, Offset time.Duration
	// Fetch, where set, runs first and outside any transaction; it may use a
	// network and must end with ctx, after at most Within. It may run more than
	// once for one job. An error because everything stops is not counted as a try.
	Fetch func(ctx context.Context, j Job) ([]byte, error)
	// Within bounds one Fetch; 0 is FetchTime. While it is not over, nobody else
	// tries the job, even after a crash.
	Within time.Duration
	// Do runs in the transaction that marks the job done, with what Fetch
	// returned. An error or a panic undoes what it did and has the job tried
	// again; ErrMore keeps it. It must not wait for anything outside the database,
	// and not do so much that others wait for it.
	Do func(tx *store.Tx, j Job, result []byte) error
}

// ErrMore is what Do returns when it has done a portion of its work: that is
// kept, and the job runs again at once, as its first try, in a transaction of its
// own. Since the writer is everybody's, large work is done in portions.
var ErrMore = errors.New("jobs: more to do")

// FetchTime bounds one Fetch of a handler that does not say otherwise.
const FetchTime = 90 * time.Second

func (h Handler) within() time.Duration {
	if h.Within > 0 {
		return h.Within
	}
	return FetchTime
}

// lease is how long a claim for fetching holds. It outlasts the Fetch, so that
// only a process that died, or stood still, loses one.
func (h Handler) lease() time.Duration { return h.within() + 30*time.Second }

// maxTries is how often a planned run is tried in all.
const maxTries = 6

// backoff returns how long to wait after the given number of failures: 1, 4, 16,
// 64 and 256 seconds.
func backoff(failures int) time.Duration {
	return time.Second << (2 * (failures - 1))
}

// next returns the first planned time of a recurring kind after now.
func (h Handler) next(now time.Time) time.Time {
	return now.UTC().Add(-h.Offset).Truncate(h.Every).Add(h.Offset + h.Every)
}
