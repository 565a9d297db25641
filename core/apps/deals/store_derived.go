package deals

import "github.com/parleybot/parley/core/store"

// derivedAfter returns what is kept beside up to limit deals whose ids follow
// one, by id: those that dealsAfter returns.
func derivedAfter(tx *store.Tx, id string, limit int) (map[string]derived, error) {
	all := make(map[string]derived, limit)
	err := tx.SQL().Rows(`SELECT d.id, d.sweep_at, d.whole, coalesce(a.slot, -1), a.disputed_at, a.community, a.network,
			b.deal IS NOT NULL, coalesce(b.slot, -1), coalesce(b.disputed_at, 0), coalesce(b.community, ''), coalesce(b.network, '')
		FROM deals_deals d`+bothParties+` WHERE d.id > ? ORDER BY d.id LIMIT ?`, []any{id, limit},
		func(scan func(...any) error) error {
			k := derived{a: derivedParty{there: true}}
			err := scan(&id, &k.sweepAt, &k.whole, &k.a.counts, &k.a.disputedAt, &k.a.community, &k.a.network,
				&k.b.there, &k.b.counts, &k.b.disputedAt, &k.b.community, &k.b.network)
			if !k.b.there {
				k.b = derivedParty{}
			}
			all[id] = k
			return err
		})
	return all, wrap("load what is derived", err)
}
