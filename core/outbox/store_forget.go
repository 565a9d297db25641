package outbox

import "github.com/parleybot/parley/core/store"

// What is kept with words. Each order is that of a partial index, so that what has
// ended long ago is not walked through.
const (
	selectWaiting = `SELECT seq, subject, message, undelivered FROM outbox WHERE state IN ('later', 'behind') ORDER BY queue, seq`
	selectHeads   = `SELECT seq, subject, message, undelivered FROM outbox WHERE state IN ('ready', 'sending') ORDER BY queue`
	selectDead    = `SELECT seq, subject, message, undelivered FROM outbox WHERE state = 'dead' ORDER BY person`
)

func letters(tx *store.Tx, query string) (list []letter, err error) {
	err = tx.SQL().Rows(query, nil, func(scan func(...any) error) error {
		var l letter
		err := scan(&l.seq, &l.subject, &l.message, &l.undelivered)
		list = append(list, l)
		return err
	})
	return list, err
}

func forget(tx *store.Tx, person string) error {
	now, queue := store.Millis(tx.Now()), personQueue(person)
	const over = `UPDATE outbox SET state = 'expired', ended_at = ?, message = NULL, undelivered = NULL,
		prefer = '', target = '', sender = '', sender_prefer = ''`
	for _, waiting := range []string{
		over + ` WHERE queue = ? AND state IN ('later', 'behind')`,
		over + ` WHERE queue = ? AND state IN ('ready', 'sending') AND state = 'ready'`,
	} {
		if err := exec(tx, waiting, now, queue); err != nil {
			return err
		}
	}
	for _, query := range []string{
		`UPDATE outbox SET message = NULL, prefer = '', target = '' WHERE state = 'dead' AND person = ?`,
		`UPDATE outbox SET undelivered = NULL, prefer = '' WHERE state = 'sending' AND person = ?`,
		`UPDATE outbox SET undelivered = NULL, sender_prefer = '' WHERE sender = ? AND undelivered IS NOT NULL`,
	} {
		if err := exec(tx, query, person); err != nil {
			return err
		}
	}
	return nil
}

// forgetTarget leaves open rows alone: what is under way needs its target.
func forgetTarget(tx *store.Tx, to target) error {
	for _, query := range []string{
		`UPDATE outbox SET target = '', prefer = '', sent_place = '', sent_id = '' WHERE ended_at > 0 AND seq IN
			(SELECT seq FROM outbox_attempts WHERE target = ? AND outcome = 'sent')`,
		`UPDATE outbox SET target = '', prefer = '' WHERE ended_at > 0 AND seq IN
			(SELECT seq FROM outbox_attempts WHERE target = ? AND outcome <> 'sent')`,
		`UPDATE outbox_attempts SET target = '' WHERE target = ? AND outcome = 'sent'`,
		`UPDATE outbox_attempts SET target = '' WHERE target = ? AND outcome <> 'sent'`,
	} {
		if err := exec(tx, query, to.String()); err != nil {
			return err
		}
	}
	return nil
}
