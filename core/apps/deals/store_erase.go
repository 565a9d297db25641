package deals

import "github.com/parleybot/parley/core/store"

// countOpen returns how many open deals a person is in, confirmed or not.
func countOpen(tx *store.Tx, person string) (n int, err error) {
	err = tx.SQL().Row(`SELECT count(*) FROM deals_parties WHERE person = ? AND slot IS NOT NULL`, []any{person}, &n)
	return n, wrap("count open deals", err)
}

// dealsAsB returns the deals to which a person was asked.
func dealsAsB(tx *store.Tx, person string) (ids []string, err error) {
	err = tx.SQL().Rows(`SELECT deal FROM deals_parties WHERE person = ? AND side = 'b'`, []any{person},
		func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			ids = append(ids, id)
			return err
		})
	return ids, wrap("list deals", err)
}

// eraseAccounts takes a person's accounts out of the deals.
func eraseAccounts(tx *store.Tx, person string) error {
	_, err := tx.SQL().Exec(`UPDATE deals_parties SET platform = '', account = '' WHERE person = ?`, person)
	return wrap("erase accounts", err)
}

// dealsOf returns the ids of all deals of a person.
func dealsOf(tx *store.Tx, person string) (map[string]bool, error) {
	ids := map[string]bool{}
	err := tx.SQL().Rows(`SELECT deal FROM deals_parties WHERE person = ?`, []any{person}, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids[id] = true
		return err
	})
	return ids, wrap("list deals", err)
}
