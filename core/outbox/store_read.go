package outbox

import (
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// entryColumns is what scanEntry reads.
const entryColumns = `seq, id, platform, priority, due_at, person, prefer, place, kind, subject,
	expires_at, repeatable, message, attempt, tries, unreached, moves, unsure_at, target, claimed_at`

func entries(tx *store.Tx, query string, args ...any) ([]entry, error) {
	var list []entry
	err := tx.SQL().Rows(query, args, func(scan func(...any) error) error {
		var e entry
		var prefer, place string
		var dueAt, expires, unsure, claimed int64
		if err := scan(&e.seq, &e.id, &e.platform, &e.priority, &dueAt, &e.person, &prefer, &place,
			&e.kind, &e.subject, &expires, &e.repeatable, &e.message,
			&e.attempt, &e.tries, &e.unreached, &e.moves, &unsure, &e.target, &claimed); err != nil {
			return err
		}
		e.prefer, e.place = parseUser(prefer), parsePlace(place)
		e.due, e.expires, e.unsure, e.claimed = store.Time(dueAt), store.Time(expires), store.Time(unsure), store.Time(claimed)
		list = append(list, e)
		return nil
	})
	return list, err
}

// What the runner reads in every turn. The orders are chosen so that each query
// is served by a partial index and never walks through what has ended long ago.
const (
	selectDue = `SELECT ` + entryColumns + ` FROM outbox
		WHERE state = 'ready' AND platform = ? AND due_at <= ? ORDER BY priority, due_at, seq LIMIT ?`
	selectOverdue = `SELECT ` + entryColumns + ` FROM outbox
		WHERE state = 'sending' AND lease_until <= ? ORDER BY lease_until, seq`
	selectClaimed = `SELECT ` + entryColumns + ` FROM outbox
		WHERE state = 'sending' AND claimer = ? ORDER BY lease_until, seq`
	selectClaimers = `SELECT DISTINCT claimer FROM outbox WHERE state = 'sending'`
	selectInVain   = `SELECT ` + entryColumns + ` FROM outbox
		WHERE state = 'ready' AND platform = '-' AND due_at <= ? ORDER BY due_at, seq LIMIT ?`

	// A look follows every commit that queued something, so it asks all at once.
	nextAtAll = `SELECT (SELECT min(lease_until) FROM outbox WHERE state = 'sending'),
		(SELECT min(due_at) FROM outbox WHERE state = 'later'),
		(SELECT min(due_at) FROM outbox WHERE state = 'ready' AND platform = '-')`
	nextReady = `SELECT min(due_at) FROM outbox WHERE state = 'ready' AND platform = ?`
	existsDue = `SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'ready' AND platform = ? AND due_at <= ?)`
)

// claimers returns whose attempts are under way.
func claimers(tx *store.Tx) (all []string, err error) {
	err = tx.SQL().Rows(selectClaimers, nil, func(scan func(...any) error) error {
		var claimer string
		err := scan(&claimer)
		all = append(all, claimer)
		return err
	})
	return all, err
}

// due returns the heads of queues that may be sent on a platform now, the most
// urgent first and then the one that waited longest.
func due(tx *store.Tx, platform chat.Platform, limit int) ([]entry, error) {
	return entries(tx, selectDue, string(platform), store.Millis(tx.Now()), limit)
}

// inVain returns heads that have waited for a paused platform for long enough.
func inVain(tx *store.Tx, limit int) ([]entry, error) {
	return entries(tx, selectInVain, store.Millis(tx.Now()), limit)
}

// overdue returns claims whose lease is over.
func overdue(tx *store.Tx) ([]entry, error) {
	return entries(tx, selectOverdue, store.Millis(tx.Now()))
}

// nextEvents returns when the first lease ends, when the first notification's time
// comes and when the first head has waited in vain; zero for those there are none of.
func nextEvents(tx *store.Tx) (at [3]time.Time, err error) {
	var ms [3]*int64
	err = tx.SQL().Row(nextAtAll, nil, &ms[0], &ms[1], &ms[2])
	for i := range ms {
		at[i] = instant(ms[i])
	}
	return at, err
}

// nextDue returns the earliest instant that a query finds, or zero.
func nextDue(tx *store.Tx, query string, args ...any) (time.Time, error) {
	var ms *int64
	err := tx.SQL().Row(query, args, &ms)
	return instant(ms), err
}

func anyDue(tx *store.Tx, platform chat.Platform) (found bool, err error) {
	err = tx.SQL().Row(existsDue, []any{string(platform), store.Millis(tx.Now())}, &found)
	return found, err
}

func instant(ms *int64) time.Time {
	if ms == nil {
		return time.Time{}
	}
	return store.Time(*ms)
}
