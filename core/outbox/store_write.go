package outbox

import (
	"math"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

func exec(tx *store.Tx, query string, args ...any) error {
	_, err := tx.SQL().Exec(query, args...)
	return err
}

// ripen lets the notifications whose time has come take their place.
func ripen(tx *store.Tx) error {
	const batch = 200 // the writer is shared; the rest comes in the next turn
	type ripe struct {
		seq   int64
		queue string
	}
	var list []ripe
	err := tx.SQL().Rows(`SELECT seq, queue FROM outbox
		WHERE state = 'later' AND due_at <= ? ORDER BY due_at, seq LIMIT ?`, []any{store.Millis(tx.Now()), batch},
		func(scan func(...any) error) error {
			var r ripe
			err := scan(&r.seq, &r.queue)
			list = append(list, r)
			return err
		})
	if err != nil {
		return err
	}
	for _, r := range list {
		if err := exec(tx, `UPDATE outbox SET state = 'behind' WHERE seq = ?`, r.seq); err != nil {
			return err
		}
	}
	for _, r := range list {
		if err := promote(tx, r.queue); err != nil {
			return err
		}
	}
	return nil
}

// promote makes the oldest of a queue its head, unless it has one. The new head
// comes after those that have been heads for longer: queues take turns. One that
// has been a head before, and waited for a retry, goes on waiting.
//
// The condition on two states is for the planner: it names the partial index.
func promote(tx *store.Tx, queue string) error {
	return exec(tx, `UPDATE outbox SET state = 'ready', platform = '', due_at = CASE WHEN due_at > ? THEN due_at ELSE ? END
		WHERE seq = (SELECT min(seq) FROM outbox
				WHERE queue = ? AND state IN ('later', 'behind') AND state = 'behind')
			AND NOT EXISTS (SELECT 1 FROM outbox WHERE queue = ? AND state IN ('ready', 'sending'))`,
		store.Millis(tx.Now()), store.Millis(tx.Now()), queue, queue)
}

// file notes which platform a head waits for.
func file(tx *store.Tx, seq int64, platform chat.Platform) error {
	return exec(tx, `UPDATE outbox SET platform = ? WHERE seq = ?`, string(platform), seq)
}

// unrouted is what becomes of a head that is to be routed anew. What it waited for
// was the platform's business; a retry's delay, which has no platform, is not. It takes
// the present instant twice.
const unrouted = `platform = '', due_at = CASE WHEN platform = '' OR due_at < ? THEN due_at ELSE ? END`

func unfileAll(tx *store.Tx) error {
	return exec(tx, `UPDATE outbox SET `+unrouted+` WHERE state = 'ready' AND platform <> ''`,
		store.Millis(tx.Now()), store.Millis(tx.Now()))
}

// unfile does that to at most so many heads of one key, and returns their number.
func unfile(tx *store.Tx, platform chat.Platform, most int) (int64, error) {
	return tx.SQL().Exec(`UPDATE outbox SET `+unrouted+`
		WHERE seq IN (SELECT seq FROM outbox WHERE state = 'ready' AND platform = ? LIMIT ?)`,
		store.Millis(tx.Now()), store.Millis(tx.Now()), string(platform), most)
}

// putOff keeps a head waiting until an instant; zero is never.
func putOff(tx *store.Tx, e entry, platform chat.Platform, until time.Time) error {
	at := int64(math.MaxInt64)
	if !until.IsZero() {
		at = ceilMillis(until)
	}
	return exec(tx, `UPDATE outbox SET platform = ?, due_at = ? WHERE seq = ?`, string(platform), at, e.seq)
}

// ceilMillis rounds up, so that what is due is really so.
func ceilMillis(t time.Time) int64 { return store.Millis(t.Add(time.Millisecond - time.Nanosecond)) }

func markSending(tx *store.Tx, e entry, platform chat.Platform, claimer string, until time.Time) error {
	return exec(tx, `UPDATE outbox SET state = 'sending', attempt = ?, platform = ?, target = ?,
			claimer = ?, claimed_at = ?, lease_until = ? WHERE seq = ?`,
		e.attempt, string(platform), e.target, claimer, store.Millis(e.claimed), store.Millis(until), e.seq)
}

// giveBack ends a claim, or reports false where it no longer holds: the fence.
func giveBack(tx *store.Tx, e entry, claimer string) (bool, error) {
	affected, err := tx.SQL().Exec(`UPDATE outbox SET lease_until = 0
		WHERE seq = ? AND attempt = ? AND claimer = ? AND state = 'sending' AND lease_until > ?`,
		e.seq, e.attempt, claimer, store.Millis(tx.Now()))
	return affected == 1, err
}

// again has e sent once more, at an instant. It is routed anew.
func again(tx *store.Tx, e entry, at time.Time) error {
	err := exec(tx, `UPDATE outbox SET state = 'ready', platform = '', due_at = ?,
			tries = ?, unreached = ?, moves = ?, unsure_at = ? WHERE seq = ?`,
		ceilMillis(earlier(at, e.expires)), e.tries, e.unreached, e.moves, store.Millis(e.unsure), e.seq)
	if err != nil {
		return err
	}
	return rejoin(tx, e.seq)
}

// finish gives e its final state. What was said is forgotten, that it was said is
// kept; only a dead letter keeps its words, for whoever looks into it.
func finish(tx *store.Tx, e entry, state State, ref chat.MessageRef) error {
	return exec(tx, `UPDATE outbox SET state = ?, ended_at = ?, tries = ?, unreached = ?, unsure_at = ?,
			sent_place = ?, sent_id = ?, undelivered = NULL, sender_prefer = '',
			message = CASE WHEN ? THEN message END WHERE seq = ?`,
		string(state), store.Millis(tx.Now()), e.tries, e.unreached, store.Millis(e.unsure),
		formatPlace(ref.Place), ref.ID, state == Dead, e.seq)
}

// lastWords is what end needs of a row as it is by now: its queue, and who may
// have to be told what.
type lastWords struct {
	queue       string
	sender      string
	prefer      chat.UserRef // the sender's account
	undelivered []byte
	astray      bool // some message, somewhere, is
}

func readLastWords(tx *store.Tx, seq int64) (w lastWords, err error) {
	var prefer string
	err = tx.SQL().Row(`SELECT queue, sender, sender_prefer, undelivered,
			EXISTS (SELECT 1 FROM outbox WHERE `+astray+`)
		FROM outbox WHERE seq = ?`, []any{seq},
		&w.queue, &w.sender, &prefer, &w.undelivered, &w.astray)
	w.prefer = parseUser(prefer)
	return w, err
}
