package accounts

import "github.com/parleybot/parley/core/store"

// Former returns the ids under which a person's accounts were known before they
// were linked. What was made for one of these persons is this person's now.
func Former(tx *store.Tx, personID string) ([]string, error) {
	var ids []string
	err := tx.SQL().Rows(`SELECT DISTINCT m.from_person FROM accounts_identities i
		JOIN accounts_moves m ON m.platform = i.platform AND m.user_id = i.user_id
		WHERE i.person_id = ? AND m.from_person <> ?`, []any{personID, personID},
		func(scan func(dest ...any) error) error {
			var id string
			if err := scan(&id); err != nil {
				return err
			}
			ids = append(ids, id)
			return nil
		})
	return ids, wrap("look for former persons", err)
}

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
