package deals

import (
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store"
)

const (
	jobSweep   = "deals.sweep"      // every minute
	jobSweepOn = "deals.sweep_rest" // at once, when there was more than a batch
	// sweepBatch keeps one run short: the writer is everybody's.
	sweepBatch = 100
)

// doSweep closes and marks overdue what the clock has decided.
func (b *book) doSweep(tx *store.Tx, j jobs.Job, _ []byte) error {
	due, err := dueForSweep(tx, tx.Now(), sweepBatch)
	if err != nil {
		return err
	}
	o := origin{via: "timer", key: j.Key()}
	for _, d := range due {
		if _, err := b.sweep(tx, o, d); err != nil {
			return err
		}
	}
	if len(due) < sweepBatch {
		return nil
	}
	// Later than this run's planned time, or it would be the same job again.
	next := tx.Now()
	if !next.After(j.Due) {
		next = j.Due.Add(1)
	}
	_, err = jobs.Schedule(tx, jobs.Job{Kind: jobSweepOn, Due: next})
	return err
}
