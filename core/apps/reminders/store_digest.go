package reminders

import "github.com/parleybot/parley/core/store"

// keepDigest remembers that a person had the digest of a week. It reports false
// where that was so already.
func keepDigest(tx *store.Tx, person, week string) (fresh bool, err error) {
	n, err := tx.SQL().Exec(`INSERT INTO reminders_digests (week, person, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		week, person, store.Millis(tx.Now()))
	return n == 1, wrap("remember a digest", err)
}

// copyDigests lets a person have had what another one had.
func copyDigests(tx *store.Tx, from, to string) error {
	_, err := tx.SQL().Exec(`INSERT INTO reminders_digests (week, person, at)
		SELECT week, ?, at FROM reminders_digests WHERE person = ? ON CONFLICT DO NOTHING`, to, from)
	return wrap("copy digests", err)
}

const deleteDigests = `DELETE FROM reminders_digests WHERE (week, person) IN
	(SELECT week, person FROM reminders_digests WHERE week < ? LIMIT ?)`

// pruneDigests forgets up to limit digests of the weeks before one.
func pruneDigests(tx *store.Tx, week string, limit int) error {
	_, err := tx.SQL().Exec(deleteDigests, week, limit)
	return wrap("forget digests", err)
}
