package deals

import (
	"strings"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// counterpartyIn lets people name the other party of a deal they are in as
// "deal:3F9A2B01", which works across platforms.
func (b *book) counterpartyIn(tx *store.Tx, r *app.Request, typed string) (accounts.Identity, bool, error) {
	prefix, handle, found := strings.Cut(typed, ":")
	if !found || !strings.EqualFold(prefix, linkPrefix) {
		return accounts.Identity{}, false, nil
	}
	d, err := b.named(tx, r, handle)
	if err != nil {
		return accounts.Identity{}, true, err
	}
	side := d.SideOf(r.Person.ID)
	other := d.Party(side.Other())
	if side != Neither && other.erased() {
		return accounts.Identity{}, true, fault.New(fault.Status, "deals.refuse.erased")
	}
	if side == Neither || other.Person == "" {
		return accounts.Identity{}, true, missed(tx, r)
	}
	id, err := accounts.Lookup(tx, other.Identity)
	return id, true, err
}
