package accounts

import (
	"errors"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// comeBack finds out whether a new person's account was erased not long ago. What
// others refused that person holds again at once; blocked says that the owner did.
func comeBack(tx *store.Tx, ref chat.UserRef, personID string) (blocked bool, err error) {
	secret, err := knownSecret(tx)
	if err != nil || secret == nil {
		return false, err
	}
	var erased string
	err = tx.SQL().Row(`SELECT person FROM accounts_tombstones WHERE hash = ? AND expires_at > ?`,
		[]any{tombstone(secret, ref), store.Millis(tx.Now())}, &erased)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if _, err := tx.SQL().Exec(`DELETE FROM accounts_tombstones WHERE hash = ?`, tombstone(secret, ref)); err != nil {
		return false, err
	}
	if _, err := tx.SQL().Exec(`INSERT INTO accounts_returns (person, erased) VALUES (?, ?)`, personID, erased); err != nil {
		return false, err
	}
	if err := shareRefusals(tx, erased, personID); err != nil {
		return false, err
	}
	p, err := Get(tx, personID)
	return p.Blocked, err
}

// TakeReturns hands over up to limit returns, of one person or, for "", of
// anybody, and forgets them: the caller passes them on in the same transaction.
func TakeReturns(tx *store.Tx, personID string, limit int) ([]Return, error) {
	var list []Return
	query, args := `SELECT person, erased FROM accounts_returns WHERE person > '' ORDER BY person, erased LIMIT ?`, []any{limit}
	if personID != "" {
		query, args = `SELECT person, erased FROM accounts_returns WHERE person = ? ORDER BY erased LIMIT ?`, []any{personID, limit}
	}
	err := tx.SQL().Rows(query, args, func(scan func(...any) error) error {
		var r Return
		err := scan(&r.Person, &r.Erased)
		list = append(list, r)
		return err
	})
	for _, r := range list {
		if err != nil {
			break
		}
		_, err = tx.SQL().Exec(`DELETE FROM accounts_returns WHERE person = ? AND erased = ?`, r.Person, r.Erased)
	}
	return list, wrap("take returns", err)
}

// PruneErased forgets tombstones whose time is over and tries that no window
// counts any more.
func PruneErased(tx *store.Tx) error {
	_, err := tx.SQL().Exec(`DELETE FROM accounts_tombstones WHERE expires_at <= ?`, store.Millis(tx.Now()))
	if err == nil {
		_, err = tx.SQL().Exec(`DELETE FROM accounts_counters WHERE at <= ?`, store.Millis(tx.Now().Add(-triesKept)))
	}
	return wrap("prune", err)
}
