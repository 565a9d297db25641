package accounts

import "github.com/parleybot/parley/core/store"

// Current returns the id under which a person is known now: another one where
// all their accounts were linked with somebody's since.
func Current(tx *store.Tx, personID string) (string, error) {
	id := personID
	err := tx.SQL().Rows(`SELECT i.person_id FROM accounts_moves m
		JOIN accounts_identities i ON i.platform = m.platform AND i.user_id = m.user_id
		WHERE m.from_person = ? AND NOT EXISTS (SELECT 1 FROM accounts_identities WHERE person_id = ?) LIMIT 1`,
		[]any{personID, personID}, func(scan func(dest ...any) error) error { return scan(&id) })
	return id, wrap("look for a person's present id", err)
}
