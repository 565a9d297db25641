package deals

import (
	"encoding/json"
	"errors"

	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store"
)

const (
	jobSweep   = "deals.sweep"      // every minute
	jobSweepOn = "deals.sweep_rest" // at once, when there was more than a batch
	// sweepBatch keeps one run short: the writer is everybody's.
	sweepBatch = 100
)

// place is where a sweep has got to, in the order in which deals fall due.
type place struct {
	At int64  `json:"at"` // UTC ms
	ID string `json:"id"`
}

// doSweep closes and marks overdue what the clock has decided. A deal with which
// something is wrong is reported, left as it is and tried again in a minute: the
// others do not wait for it.
func (b *book) doSweep(tx *store.Tx, j jobs.Job, _ []byte) error {
	var after place
	if len(j.Payload) > 0 {
		if err := json.Unmarshal(j.Payload, &after); err != nil {
			return wrap("read where the sweep is", err)
		}
	}
	due, err := dueForSweep(tx, after, tx.Now(), sweepBatch)
	if err != nil {
		return err
	}
	o := origin{via: "timer", key: j.Key()}
	for _, d := range due {
		// Beyond the bad ones, or many of them would be all that is ever looked at.
		after = place{At: store.Millis(d.SweepAt()), ID: d.ID}
		if err := b.sweepAlone(tx, o, d); err != nil {
			return err
		}
	}
	if len(due) < sweepBatch {
		return nil
	}
	return sweepOn(tx, j, after)
}

// sweepAlone undoes what it did to a deal that fails, and reports it. The error is
// the database's, which would fail for the next deal too.
func (b *book) sweepAlone(tx *store.Tx, o origin, d Deal) error {
	err := tx.Savepoint(func() error {
		_, err := b.sweep(tx, o, d)
		return err
	})
	if err == nil || tx.Context().Err() != nil || store.Unavailable(err) && !errors.Is(err, errMoved) {
		return err
	}
	b.Logger.Error("deals: a deal that is due could not be moved on", "deal", d.ID, "err", err)
	return nil
}

// sweepOn has another transaction go on behind a place.
func sweepOn(tx *store.Tx, j jobs.Job, after place) error {
	payload, err := json.Marshal(after)
	if err != nil {
		return wrap("go on with the sweep", err)
	}
	// Later than this run's planned time, or it would be the same job again.
	next := tx.Now()
	if !next.After(j.Due) {
		next = j.Due.Add(1)
	}
	_, err = jobs.Schedule(tx, jobs.Job{Kind: jobSweepOn, Due: next, Payload: payload})
	return err
}
