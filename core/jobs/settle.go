package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/parleybot/parley/core/store"
)

// Ended jobs are kept for a month: long enough to see what happened, and to
// recognise one that is scheduled again.
const keep = 30 * 24 * time.Hour

func upkeep() Handler {
	return Handler{
		Kind: "jobs.prune", Every: 24 * time.Hour, Offset: 4 * time.Hour,
		Do: func(tx *store.Tx, _ Job, _ []byte) error {
			removed, err := prune(tx, tx.Now().Add(-keep), portion)
			if err == nil && removed == portion {
				return ErrMore
			}
			return err
		},
	}
}

// portion is how many rows one transaction removes, which takes the writer a few
// milliseconds.
const portion = 1000

// plan makes sure, once, that every recurring kind has its row.
func (r *Runner) plan(ctx context.Context) error {
	if r.planned.Load() {
		return nil
	}
	err := r.store.Write(ctx, func(tx *store.Tx) error {
		for _, h := range r.handlers {
			if h.Every <= 0 {
				continue
			}
			if err := planOne(tx, h); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("jobs: plan what recurs: %w", err)
	}
	r.planned.Store(true)
	return nil
}

func planOne(tx *store.Tx, h Handler) error {
	due, last, err := planned(tx, h.Kind)
	if err != nil {
		return err
	}
	if due.IsZero() {
		_, err = insert(tx, Job{Kind: h.Kind, Due: h.next(tx.Now())})
		return err
	}
	// A row beyond the next planned time was made for a longer period. After a
	// clock that was set back, what has been done is not planned again.
	next := h.next(tx.Now())
	if last.After(tx.Now()) {
		next = h.next(last)
	}
	if due.After(next) {
		return bringForward(tx, h.Kind, next)
	}
	return nil
}

// settle records how a try ended.
func (r *Runner) settle(tx *store.Tx, j row, failure error) error {
	switch {
	case failure == nil:
		return r.done(tx, j)
	case errors.Is(failure, ErrMore):
		return again(tx, j, 0, tx.Now(), "")
	case errors.Is(failure, errStopped):
		return again(tx, j, j.tries, tx.Now(), failure.Error())
	case store.Unavailable(failure):
		return failure // not the job's fault: nothing is recorded, it stays due
	}
	return r.fail(tx, j, failure)
}

// done ends a run that went well. A recurring job's row moves on.
func (r *Runner) done(tx *store.Tx, j row) error {
	if h := r.handlers[j.Kind]; h.Every > 0 && j.Subject == "" {
		return moveOn(tx, j, h.next(tx.Now()), "")
	}
	return end(tx, j, "done", "")
}

// fail records a failed try and when the next one is to be. A recurring job that
// failed for good waits for its next planned time; any other is dead.
func (r *Runner) fail(tx *store.Tx, j row, failure error) error {
	tries := j.tries + 1
	if tries < maxTries {
		r.log.Warn("jobs: a try failed", "kind", j.Kind, "subject", j.Subject, "try", tries, "err", failure)
		return again(tx, j, tries, tx.Now().Add(backoff(tries)), failure.Error())
	}
	r.log.Error("jobs: given up", "kind", j.Kind, "subject", j.Subject, "id", j.ID, "due", j.Due, "err", failure)
	if h := r.handlers[j.Kind]; h.Every > 0 && j.Subject == "" {
		return moveOn(tx, j, h.next(tx.Now()), failure.Error())
	}
	return end(tx, j, "dead", failure.Error())
}
