package jobs

import (
	"math"
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

// further is how many rows are read at once behind those that were not wanted.
const further = 256

// waiting hands over the jobs that are to run by an instant (UTC milliseconds),
// those waiting longest first, until each has enough. It reads them in portions, of
// which the first is small: a database may hand over all that was asked for, even
// if nobody wants the rest.
func waiting(tx *store.Tx, until int64, first int, each func(r row, runAt int64) (enough bool)) error {
	at, seq := int64(math.MinInt64), int64(0)
	for portion := first; ; portion = further {
		n, enough := 0, false
		err := tx.SQL().Rows(`
			SELECT seq, id, kind, subject, due_at, run_at, payload, claim, tries
			FROM jobs WHERE state = 'waiting' AND run_at <= ? AND (run_at, seq) > (?, ?)
			ORDER BY run_at, seq LIMIT ?`, []any{until, at, seq, portion},
			func(scan func(...any) error) error {
				var r row
				var due int64
				if err := scan(&r.seq, &r.ID, &r.Kind, &r.Subject, &due, &at, &r.Payload, &r.claim, &r.tries); err != nil {
					return err
				}
				r.Due, r.Attempt = store.Time(due), r.tries+1
				seq = r.seq
				n++
				enough = enough || each(r, at)
				return nil
			})
		if err != nil || enough || n < portion {
			return err
		}
	}
}

// dueRows returns at most limit due jobs of the wanted kinds, those
// waiting longest first. Rows of other kinds are left for the program that knows
// them.
func dueRows(tx *store.Tx, limit int, wanted func(kind string) bool) (list []row, err error) {
	err = waiting(tx, store.Millis(tx.Now()), limit, func(r row, _ int64) bool {
		if len(list) < limit && wanted(r.Kind) {
			list = append(list, r)
		}
		return len(list) == limit
	})
	return list, err
}

// nextRun returns when the earliest wanted job is to run, or a lease ends,
// whichever comes first; zero where nothing is planned.
func nextRun(tx *store.Tx, wanted func(kind string) bool) (time.Time, error) {
	var next int64
	err := waiting(tx, math.MaxInt64, 1, func(r row, runAt int64) bool {
		if next == 0 && wanted(r.Kind) {
			next = runAt
		}
		return next != 0
	})
	if err != nil {
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
