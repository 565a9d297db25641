package communities

import "github.com/parleybot/parley/core/store"

// Forget removes where a person was seen, under which accounts, and what the
// person was named there.
func Forget(tx *store.Tx, personID string) error {
	for _, query := range []string{
		`DELETE FROM communities_members WHERE person_id = ?`,
		`DELETE FROM communities_mediators WHERE person_id = ?`,
	} {
		if _, err := tx.SQL().Exec(query, personID); err != nil {
			return wrap("forget a person", err)
		}
	}
	return nil
}
