package deals

import (
	"errors"

	"github.com/parleybot/parley/core/money"
	"github.com/parleybot/parley/core/store"
)

// An export tells little of each deal, and reads no more: it may go through all.
// An account is "platform:ID", or "erased"; the second side is "" while nobody is.
const (
	exportColumns = `SELECT d.id, d.network, d.type, d.minor, d.unit, d.scale, d.due_date, d.status, d.created_at, d.handle, d.community,
	CASE WHEN a.account = '' THEN 'erased' ELSE a.platform || ':' || a.account END,
	CASE WHEN b.account = '' THEN 'erased' ELSE coalesce(b.platform || ':' || b.account, '') END
	FROM deals_deals d` + bothParties
	exportAll       = exportColumns + ` WHERE d.id < ? ORDER BY d.id DESC LIMIT ?`
	exportCommunity = exportColumns + ` WHERE d.community = ? AND d.id < ? ORDER BY d.id DESC LIMIT ?`
)

// exportRow is what an export tells of a deal.
type exportRow struct {
	id, network, kind, due, status, handle, community, a, b string
	amount                                                  money.Amount
	created                                                 int64
}

// exportRows fills page with the deals of a community, or of everybody, that are
// older than the one before, and returns how many there were.
func exportRows(tx *store.Tx, community string, all bool, before string, page []exportRow) (n int, err error) {
	query, args := exportCommunity, []any{community, before, len(page)}
	if all {
		query, args = exportAll, []any{before, len(page)}
	}
	err = tx.SQL().Rows(query, args, func(scan func(...any) error) error {
		r := &page[n]
		n++
		return scan(&r.id, &r.network, &r.kind, &r.amount.Minor, &r.amount.Unit, &r.amount.Scale, &r.due, &r.status, &r.created,
			&r.handle, &r.community, &r.a, &r.b)
	})
	return n, wrap("export", err)
}

// handleOf returns the handle of a deal; "" for none.
func handleOf(tx *store.Tx, deal string) (handle string, err error) {
	err = tx.SQL().Row(`SELECT handle FROM deals_deals WHERE id = ?`, []any{deal}, &handle)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return handle, wrap("look for a handle", err)
}
