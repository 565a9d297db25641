package deals

import (
	"errors"

	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/store"
)

// An export tells little of each deal, and reads no more: it may go through all.
const (
	exportColumns = `SELECT d.id, d.network, d.type, d.minor, d.unit, d.scale, d.due_date, d.status, d.created_at, d.handle, d.community,
	a.person, a.platform, a.account, coalesce(b.person, ''), coalesce(b.platform, ''), coalesce(b.account, '')
	FROM deals_deals d` + bothParties
	exportAll       = exportColumns + ` WHERE d.id < ? ORDER BY d.id DESC LIMIT ?`
	exportCommunity = exportColumns + ` WHERE d.community = ? AND d.id < ? ORDER BY d.id DESC LIMIT ?`
)

// dealRows returns up to limit deals of a community, or of everybody, that are
// older than the one before, with what an export tells of them alone.
func dealRows(tx *store.Tx, community string, all bool, before string, limit int) ([]Deal, error) {
	query, args := exportCommunity, []any{community, before, limit}
	if all {
		query, args = exportAll, []any{before, limit}
	}
	page := make([]Deal, 0, limit)
	err := tx.SQL().Rows(query, args, func(scan func(...any) error) error {
		var d Deal
		var due string
		var created int64
		err := scan(&d.ID, &d.Network, &d.Type, &d.Amount.Minor, &d.Amount.Unit, &d.Amount.Scale, &due, &d.Status, &created, &d.Handle,
			&d.Community, &d.A.Person, &d.A.Identity.Platform, &d.A.Identity.ID, &d.B.Person, &d.B.Identity.Platform, &d.B.Identity.ID)
		if err != nil {
			return err
		}
		d.CreatedAt = store.Time(created)
		d.DueDate, err = civil.Parse(due)
		page = append(page, d)
		return err
	})
	return page, wrap("export", err)
}

// handleOf returns the handle of a deal; "" for none.
func handleOf(tx *store.Tx, deal string) (handle string, err error) {
	err = tx.SQL().Row(`SELECT handle FROM deals_deals WHERE id = ?`, []any{deal}, &handle)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return handle, wrap("look for a handle", err)
}
