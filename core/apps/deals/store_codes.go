package deals

import (
	"github.com/parleybot/parley/core/accounts/code"
	"github.com/parleybot/parley/core/store"
)

// keepCode remembers the hash of a code that shows a deal: to everybody who has
// it, or to one person alone.
func keepCode(tx *store.Tx, symbols, deal, person string) error {
	_, err := tx.SQL().Exec(`INSERT INTO deals_codes (hash, deal, person) VALUES (?, ?, ?)`, code.Sum(symbols), deal, person)
	return wrap("keep a code", err)
}

// loadByCode returns the deal of a code, and whether it is for the counterparty
// alone. Who that is the deal knows: the person for whom the code was made may
// have become another one by linking. It returns store.ErrNotFound for a code
// that never was.
func loadByCode(tx *store.Tx, symbols string) (d Deal, personal bool, err error) {
	var id string
	err = tx.SQL().Row(`SELECT deal, person <> '' FROM deals_codes WHERE hash = ?`, []any{code.Sum(symbols)}, &id, &personal)
	if err != nil {
		return Deal{}, false, wrap("look for a code", err)
	}
	d, err = loadByID(tx, id)
	return d, personal, err
}
