package deals

import (
	"github.com/parleybot/parley/core/store"
)

// keepCode remembers the hash of a code that shows a deal: to everybody who has
// it, or to one person alone.
func keepCode(tx *store.Tx, code, deal, person string) error {
	_, err := tx.SQL().Exec(`INSERT INTO deals_codes (hash, deal, person) VALUES (?, ?, ?)`, hashCode(code), deal, person)
	return wrap("keep a code", err)
}

// loadByCode returns the deal of a code and the one person who may use it, or
// "" for anybody. It returns store.ErrNotFound for a code that never was.
func loadByCode(tx *store.Tx, code string) (d Deal, person string, err error) {
	var id string
	err = tx.SQL().Row(`SELECT deal, person FROM deals_codes WHERE hash = ?`, []any{hashCode(code)}, &id, &person)
	if err != nil {
		return Deal{}, "", wrap("look for a code", err)
	}
	d, err = loadByID(tx, id)
	return d, person, err
}

// markSeen remembers that a party was shown the terms in an answer.
func markSeen(tx *store.Tx, deal string, side Side) error {
	_, err := tx.SQL().Exec(`UPDATE deals_parties SET seen = 1 WHERE deal = ? AND side = ? AND seen = 0`, deal, string(side))
	return wrap("mark as seen", err)
}

// wasShown reports whether markSeen was called for a party, or it wrote the terms.
func wasShown(tx *store.Tx, deal string, side Side) (seen bool, err error) {
	err = tx.SQL().Row(`SELECT seen FROM deals_parties WHERE deal = ? AND side = ?`, []any{deal, string(side)}, &seen)
	return seen, wrap("look whether seen", err)
}
