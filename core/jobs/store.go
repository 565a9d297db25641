package jobs

import (
	"errors"
	"time"

	"github.com/parleybot/parley/core/store"
)

func insert(tx *store.Tx, j Job) (bool, error) {
	due := store.Millis(j.Due)
	affected, err := tx.SQL().Exec(`
		INSERT INTO jobs (id, kind, subject, due_at, run_at, state, payload)
		VALUES (?, ?, ?, ?, ?, 'waiting', ?)
		ON CONFLICT (kind, subject, due_at) DO NOTHING`,
		tx.NewID(), j.Kind, j.Subject, due, due, j.Payload)
	return affected == 1, err
}

func remove(tx *store.Tx, kind, subject string) error {
	_, err := tx.SQL().Exec(`DELETE FROM jobs
		WHERE kind = ? AND subject = ? AND state IN ('waiting', 'fetching')`, kind, subject)
	return err
}

// row is a job as its row tells it. claim is the fence: it grows each time the
// row is taken, so that who took it earlier can tell.
type row struct {
	Job
	seq   int64
	claim int64
	tries int
}

// dueRows returns at most limit due jobs of the wanted kinds, those
// waiting longest first. Rows of other kinds are left for the program that knows
// them.
func dueRows(tx *store.Tx, limit int, wanted func(kind string) bool) ([]row, error) {
	var list []row
	err := tx.SQL().Rows(`
		SELECT seq, id, kind, subject, due_at, payload, claim, tries
		FROM jobs WHERE state = 'waiting' AND run_at <= ? ORDER BY run_at, seq`,
		[]any{store.Millis(tx.Now())},
		func(scan func(...any) error) error {
			var r row
			var due int64
			if err := scan(&r.seq, &r.ID, &r.Kind, &r.Subject, &due, &r.Payload, &r.claim, &r.tries); err != nil {
				return err
			}
			if !wanted(r.Kind) {
				return nil
			}
			r.Due, r.Attempt = store.Time(due), r.tries+1
			list = append(list, r)
			if len(list) == limit {
				return errEnough
			}
			return nil
		})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	return list, nil
}

// nextRun returns when the earliest wanted job is to run, or a lease ends,
// whichever comes first; zero where nothing is planned.
func nextRun(tx *store.Tx, wanted func(kind string) bool) (time.Time, error) {
	var next int64
	err := tx.SQL().Rows(`
		SELECT kind, run_at FROM jobs WHERE state = 'waiting' ORDER BY run_at`, nil,
		func(scan func(...any) error) error {
			var kind string
			var at int64
			if err := scan(&kind, &at); err != nil || !wanted(kind) {
				return err
			}
			next = at
			return errEnough
		})
	if err != nil && !errors.Is(err, errEnough) {
		return time.Time{}, err
	}
	var lease *int64
	if err := tx.SQL().Row(`SELECT min(lease_until) FROM jobs WHERE state = 'fetching'`, nil, &lease); err != nil {
		return time.Time{}, err
	}
	if lease != nil && (next == 0 || *lease < next) {
		next = *lease
	}
	return store.Time(next), nil
}
