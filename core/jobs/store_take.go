package jobs

import (
	"time"

	"github.com/parleybot/parley/core/store"
)

// take makes a waiting row this transaction's own, or reports false where it is
// no longer what it was.
func take(tx *store.Tx, j row) (bool, error) {
	affected, err := tx.SQL().Exec(`UPDATE jobs SET claim = claim + 1
		WHERE seq = ? AND state = 'waiting' AND claim = ? AND due_at = ? AND run_at <= ?`,
		j.seq, j.claim, store.Millis(j.Due), store.Millis(tx.Now()))
	return affected == 1, err
}

// claim is take for work that goes on outside the transaction, under a lease.
func claim(tx *store.Tx, j row, lease time.Duration) (bool, error) {
	affected, err := tx.SQL().Exec(`UPDATE jobs SET claim = claim + 1, state = 'fetching', lease_until = ?
		WHERE seq = ? AND state = 'waiting' AND claim = ? AND due_at = ? AND run_at <= ?`,
		store.Millis(tx.Now().Add(lease)),
		j.seq, j.claim, store.Millis(j.Due), store.Millis(tx.Now()))
	return affected == 1, err
}

// takeFetched makes a row this transaction's own whose claim still holds.
func takeFetched(tx *store.Tx, j row) (bool, error) {
	affected, err := tx.SQL().Exec(`UPDATE jobs SET claim = claim + 1
		WHERE seq = ? AND state = 'fetching' AND claim = ? AND lease_until > ?`,
		j.seq, j.claim, store.Millis(tx.Now()))
	return affected == 1, err
}

func anyLapsed(tx *store.Tx) (lapsed bool, err error) {
	err = tx.SQL().Row(`SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 'fetching' AND lease_until <= ?)`,
		[]any{store.Millis(tx.Now())}, &lapsed)
	return lapsed, err
}

// lapsedRows returns the jobs whose fetching outlived its lease.
func lapsedRows(tx *store.Tx) ([]row, error) {
	var list []row
	err := tx.SQL().Rows(`SELECT seq, id, kind, subject, due_at, claim, tries
		FROM jobs WHERE state = 'fetching' AND lease_until <= ?`, []any{store.Millis(tx.Now())},
		func(scan func(...any) error) error {
			var r row
			var due int64
			if err := scan(&r.seq, &r.ID, &r.Kind, &r.Subject, &due, &r.claim, &r.tries); err != nil {
				return err
			}
			r.Due = store.Time(due)
			list = append(list, r)
			return nil
		})
	return list, err
}

func end(tx *store.Tx, j row, state, failure string) error {
	_, err := tx.SQL().Exec(`UPDATE jobs SET state = ?, ended_at = ?, failure = ? WHERE seq = ?`,
		state, store.Millis(tx.Now()), store.Storable(failure), j.seq)
	return err
}

func again(tx *store.Tx, j row, tries int, at time.Time, failure string) error {
	_, err := tx.SQL().Exec(`UPDATE jobs SET state = 'waiting', tries = ?, run_at = ?, failure = ? WHERE seq = ?`,
		tries, store.Millis(at), store.Storable(failure), j.seq)
	return err
}

func moveOn(tx *store.Tx, j row, due time.Time, failure string) error {
	at := store.Millis(due)
	// Somebody may have scheduled that very run by hand: it is the same one.
	if _, err := tx.SQL().Exec(`DELETE FROM jobs
		WHERE kind = ? AND subject = ? AND due_at = ? AND state = 'waiting'`, j.Kind, j.Subject, at); err != nil {
		return err
	}
	_, err := tx.SQL().Exec(`UPDATE jobs
		SET state = 'waiting', tries = 0, last_due = due_at, due_at = ?, run_at = ?, failure = ? WHERE seq = ?`,
		at, at, store.Storable(failure), j.seq)
	return err
}

// planned returns the earliest planned time of a recurring kind and the one that
// was carried out before it; zero where there is none.
func planned(tx *store.Tx, kind string) (due, last time.Time, err error) {
	var dueMS, lastMS *int64
	err = tx.SQL().Row(`SELECT min(due_at), max(last_due) FROM jobs
		WHERE kind = ? AND subject = '' AND state IN ('waiting', 'fetching')`, []any{kind}, &dueMS, &lastMS)
	if err != nil || dueMS == nil {
		return time.Time{}, time.Time{}, err
	}
	return store.Time(*dueMS), store.Time(*lastMS), nil
}

// bringForward moves a waiting row of a recurring kind to an earlier time.
func bringForward(tx *store.Tx, kind string, due time.Time) error {
	at := store.Millis(due)
	_, err := tx.SQL().Exec(`UPDATE jobs SET due_at = ?, run_at = ?
		WHERE kind = ? AND subject = '' AND state = 'waiting' AND due_at > ?`, at, at, kind, at)
	return err
}

// prune removes up to most jobs that ended before an instant and returns how many.
func prune(tx *store.Tx, before time.Time, most int) (removed int64, err error) {
	return tx.SQL().Exec(`DELETE FROM jobs WHERE seq IN (
		SELECT seq FROM jobs WHERE state IN ('done', 'dead') AND ended_at < ? ORDER BY ended_at LIMIT ?)`,
		store.Millis(before), most)
}
