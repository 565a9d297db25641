package accounts

import (
	"errors"

	"github.com/parleybot/parley/core/store"
)

// Once reports whether a person is, or has an account that ever was, another
// person: what somebody did before a link or its undoing is still their doing.
func Once(tx *store.Tx, person, was string) (bool, error) {
	if person == "" || was == "" {
		return false, nil
	}
	if person == was {
		return true, nil
	}
	var found int
	err := tx.SQL().Row(`SELECT 1 FROM accounts_identities i
		JOIN accounts_moves m ON m.platform = i.platform AND m.user_id = i.user_id
		WHERE i.person_id = ? AND (m.from_person = ? OR m.to_person = ?) LIMIT 1`, []any{person, was, was}, &found)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, wrap("look at earlier persons", err)
}
