package deals

import (
	"errors"
	"slices"
	"time"

	"github.com/parleybot/parley/core/store"
)

// filter narrows a list of somebody's own deals; "" takes everything. At most
// one of Before and After is set, to the id of a deal at the page's edge.
type filter struct {
	Status  Status
	Network string
	Before  string // older than this one
	After   string // newer than this one
}

// Both walk a person's index from the edge of the page, so that the hundredth
// page costs what the first one does. Somebody who is on both sides, after
// linking, sees the deal once.
const (
	once        = ` AND (p.side = 'a' OR a.person <> p.person)`
	selectOlder = fromParty + ` WHERE p.person = ? AND p.deal < ? AND (? = '' OR p.network = ?)
		AND (? = '' OR d.status = ?)` + once + ` ORDER BY p.deal DESC LIMIT ?`
	selectNewer = fromParty + ` WHERE p.person = ? AND p.deal > ? AND (? = '' OR p.network = ?)
		AND (? = '' OR d.status = ?)` + once + ` ORDER BY p.deal LIMIT ?`
	selectOpen = fromParty + ` WHERE p.person = ? AND p.slot IS NOT NULL` + once + ` ORDER BY p.deal DESC LIMIT ?`
	// newest is greater than every id.
	newest = "g"
)

// listDeals returns up to limit deals of a person, newest first.
func listDeals(tx *store.Tx, person string, f filter, limit int) ([]Deal, error) {
	query, edge := selectOlder, newest
	if f.Before != "" {
		edge = f.Before
	}
	if f.After != "" {
		query, edge = selectNewer, f.After
	}
	var found []Deal
	err := loadAll(tx, query, []any{person, edge, f.Network, f.Network, string(f.Status), string(f.Status), limit},
		func(d Deal) { found = append(found, d) })
	if f.After != "" {
		slices.Reverse(found)
	}
	return found, err
}

// dealsAfter returns up to limit deals of everybody whose ids follow one, oldest
// first.
func dealsAfter(tx *store.Tx, id string, limit int) ([]Deal, error) {
	var found []Deal
	err := loadAll(tx, fromDeals+` WHERE d.id > ? ORDER BY d.id LIMIT ?`, []any{id, limit}, func(d Deal) { found = append(found, d) })
	return found, err
}

// openDeals returns up to limit open deals of a person, newest first.
func openDeals(tx *store.Tx, person string, limit int) ([]Deal, error) {
	var found []Deal
	err := loadAll(tx, selectOpen, []any{person, limit}, func(d Deal) { found = append(found, d) })
	return found, err
}

// lastOn returns the id of a person's newest deal on a network and the side the
// person had there, or "" where there is none; it looks at the newest few hundred only.
func lastOn(tx *store.Tx, person, network string) (deal string, side Side, err error) {
	err = tx.SQL().Row(`SELECT deal, side FROM
		(SELECT deal, side, network FROM deals_parties WHERE person = ? ORDER BY deal DESC LIMIT 300) AS newest
		WHERE network = ? ORDER BY deal DESC LIMIT 1`, []any{person, network}, &deal, &side)
	if errors.Is(err, store.ErrNotFound) {
		return "", "", nil
	}
	return deal, side, wrap("look for the last username", err)
}

// madeSince reports whether a person's newest deal was created at an instant or
// later.
func madeSince(tx *store.Tx, person string, since time.Time) (bool, error) {
	var created int64
	err := tx.SQL().Row(`SELECT d.created_at FROM deals_parties p JOIN deals_deals d ON d.id = p.deal
		WHERE p.person = ? ORDER BY p.deal DESC LIMIT 1`, []any{person}, &created)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return created >= store.Millis(since), wrap("look for the newest deal", err)
}
