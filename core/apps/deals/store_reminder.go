package deals

import "github.com/parleybot/parley/core/store"

// selectHolders walks the index of open deals, person by person.
const selectHolders = `SELECT DISTINCT person FROM deals_parties WHERE slot IS NOT NULL AND person > ? ORDER BY person LIMIT ?`

// Holders returns up to limit persons with open deals, those whose ids follow
// one, in the order of their ids.
func Holders(tx *store.Tx, after string, limit int) ([]string, error) {
	var all []string
	err := tx.SQL().Rows(selectHolders, []any{after, limit}, func(scan func(...any) error) error {
		var person string
		err := scan(&person)
		all = append(all, person)
		return err
	})
	return all, wrap("list who has open deals", err)
}
