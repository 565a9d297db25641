package outbox

import (
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

func movePerson(tx *store.Tx, identity chat.UserRef, from, to string, last bool) error {
	account := formatUser(identity)
	err := reown(tx, personQueue(from),
		`person = ?, prefer = CASE prefer WHEN '' THEN ? ELSE prefer END`, []any{to, account},
		`person = ? AND (? OR prefer = ?)`, []any{from, last, account})
	if err != nil {
		return err
	}
	err = exec(tx, `UPDATE outbox SET sender = ?, sender_prefer = CASE sender_prefer WHEN '' THEN ? ELSE sender_prefer END
		WHERE sender = ? AND undelivered IS NOT NULL AND (? OR sender_prefer = ?)`,
		to, account, from, last, account)
	if err != nil {
		return err
	}
	return regroup(tx, personQueue(from), personQueue(to))
}

func movePlace(tx *store.Tx, from, to chat.PlaceRef) error {
	err := reown(tx, placeQueue(from), `place = ?`, []any{formatPlace(to)}, `place = ?`, []any{formatPlace(from)})
	if err != nil {
		return err
	}
	return regroup(tx, placeQueue(from), placeQueue(to))
}

// reown gives open rows of a queue another owner. The states are spelt so that
// each condition is served by a partial index.
func reown(tx *store.Tx, queue, set string, values []any, which string, owner []any) error {
	for _, waiting := range []string{
		`state IN ('later', 'behind')`,
		`state IN ('ready', 'sending') AND state = 'ready'`,
	} {
		args := append(append(append([]any{}, values...), queue), owner...)
		if err := exec(tx, `UPDATE outbox SET `+set+` WHERE queue = ? AND `+waiting+` AND `+which, args...); err != nil {
			return err
		}
	}
	// One under way may still be in the queue of an earlier owner.
	args := append(append([]any{}, values...), owner...)
	return exec(tx, `UPDATE outbox SET `+set+` WHERE state = 'sending' AND `+which, args...)
}

// home is the queue that a row belongs into by its owner. An index is declared with
// the same words.
const home = `CASE person WHEN '' THEN 'place:' || place ELSE 'person:' || person END`

// regroup brings rows of one queue whose owner is another one by now into theirs,
// and gives both queues the head they should have.
func regroup(tx *store.Tx, from, to string) error {
	now := store.Millis(tx.Now())
	err := exec(tx, `UPDATE outbox SET state = 'behind', `+unrouted+`
		WHERE queue = ? AND state IN ('ready', 'sending') AND state = 'ready' AND queue <> `+home, now, now, from)
	if err != nil {
		return err
	}
	err = exec(tx, `UPDATE outbox SET queue = `+home+` WHERE queue = ? AND state IN ('later', 'behind') AND queue <> `+home, from)
	if err != nil {
		return err
	}
	// The head of the other queue may have come later than what joins it.
	err = exec(tx, `UPDATE outbox SET state = 'behind', `+unrouted+`
		WHERE queue = ? AND state IN ('ready', 'sending') AND state = 'ready'`, now, now, to)
	if err != nil {
		return err
	}
	if err := joinFlying(tx, to); err != nil {
		return err
	}
	if err := promote(tx, to); err != nil {
		return err
	}
	return promote(tx, from)
}

// astray is a message under way that was left behind when its owner moved.
const astray = `state = 'sending' AND queue <> ` + home

const selectAstray = `SELECT seq, queue FROM outbox
	WHERE ` + astray + ` AND ` + home + ` = ?
		AND NOT EXISTS (SELECT 1 FROM outbox WHERE queue = ? AND state IN ('ready', 'sending'))
	ORDER BY seq LIMIT 1`

// joinFlying makes a message under way the head of the queue it belongs into now.
// Where there is one under way already, it waits for that one's end.
func joinFlying(tx *store.Tx, queue string) error {
	var seq int64
	var left string
	err := tx.SQL().Rows(selectAstray, []any{queue, queue},
		func(scan func(...any) error) error { return scan(&seq, &left) })
	if err != nil || seq == 0 {
		return err
	}
	if err := exec(tx, `UPDATE outbox SET queue = ? WHERE seq = ?`, queue, seq); err != nil {
		return err
	}
	return promote(tx, left)
}

// rejoin brings a head that is to be sent again into the queue of its owner, if
// that has become another one while it was under way.
func rejoin(tx *store.Tx, seq int64) error {
	var queue, owner string
	if err := tx.SQL().Row(`SELECT queue, `+home+` FROM outbox WHERE seq = ?`, []any{seq}, &queue, &owner); err != nil {
		return err
	}
	if queue == owner {
		return nil
	}
	return regroup(tx, queue, owner)
}
