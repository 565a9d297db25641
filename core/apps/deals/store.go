package deals

import (
	"errors"
	"fmt"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/store"
)

// errMoved means that somebody else changed the deal between loading and
// saving. The interaction is undone and the person asked to repeat it.
var errMoved = &store.Error{Kind: store.Busy, Err: errors.New("deals: the deal's version moved")}

// A deal is read with both its parties, from the deals (fromDeals) or from
// somebody's place in them (fromParty, as p).
const (
	dealColumns = `SELECT d.id, d.handle, d.community, d.network, d.type, d.minor, d.unit, d.scale, d.rated, d.points,
	d.due_date, d.zone, d.due_at, d.status, d.conf_a, d.conf_b, d.done_a, d.done_b, d.outcome_a, d.outcome_b,
	d.late, d.overdue_at, d.late_mark_at, d.version, d.created_at, d.closed_at,
	a.person, a.platform, a.account, coalesce(b.person, ''), coalesce(b.platform, ''), coalesce(b.account, '')`
	bothParties = ` JOIN deals_parties a ON a.deal = d.id AND a.side = 'a'
	LEFT JOIN deals_parties b ON b.deal = d.id AND b.side = 'b'`
	fromDeals = dealColumns + ` FROM deals_deals d` + bothParties
	fromParty = dealColumns + ` FROM deals_parties p JOIN deals_deals d ON d.id = p.deal` + bothParties
)

// loadByHandle returns a deal, or store.ErrNotFound.
func loadByHandle(tx *store.Tx, handle string) (Deal, error) {
	return loadOne(tx, fromDeals+` WHERE d.handle = ?`, handle)
}

// loadByID returns a deal, or store.ErrNotFound.
func loadByID(tx *store.Tx, id string) (Deal, error) {
	return loadOne(tx, fromDeals+` WHERE d.id = ?`, id)
}

func loadOne(tx *store.Tx, query, key string) (Deal, error) {
	d, found := Deal{}, false
	err := loadAll(tx, query, []any{key}, func(one Deal) { d, found = one, true })
	if err == nil && !found {
		return d, &store.Error{Kind: store.NotFound, Err: errors.New("deals: no such deal")}
	}
	return d, err
}

func loadAll(tx *store.Tx, query string, args []any, each func(Deal)) error {
	err := tx.SQL().Rows(query, args, func(scan func(...any) error) error {
		d, err := scanDeal(scan)
		if err != nil {
			return err
		}
		each(d)
		return nil
	})
	return wrap("load", err)
}

func scanDeal(scan func(...any) error) (Deal, error) {
	var d Deal
	var dueDate string
	var dueAt, overdueAt, lateMarkAt, createdAt, closedAt int64
	err := scan(&d.ID, &d.Handle, &d.Community, &d.Network, &d.Type, &d.Amount.Minor, &d.Amount.Unit, &d.Amount.Scale,
		&d.Rated, &d.Points, &dueDate, &d.Zone, &dueAt, &d.Status, &d.A.Confirmed, &d.B.Confirmed, &d.A.Done, &d.B.Done,
		&d.A.Outcome, &d.B.Outcome, &d.Late, &overdueAt, &lateMarkAt, &d.Version, &createdAt, &closedAt,
		&d.A.Person, &d.A.Identity.Platform, &d.A.Identity.ID, &d.B.Person, &d.B.Identity.Platform, &d.B.Identity.ID)
	if err != nil {
		return d, err
	}
	d.DueAt, d.CreatedAt, d.ClosedAt = store.Time(dueAt), store.Time(createdAt), store.Time(closedAt)
	d.OverdueAt, d.LateMarkAt = store.Time(overdueAt), store.Time(lateMarkAt)
	d.DueDate, err = civil.Parse(dueDate)
	return d, err
}

// insertDeal keeps a new deal and its parties. A has seen the terms, having
// written them, unless somebody else is still to take the invitation.
func insertDeal(tx *store.Tx, d Deal) error {
	_, err := tx.SQL().Exec(`INSERT INTO deals_deals (id, handle, community, network, type, minor, unit, scale, rated,
		points, whole, due_date, zone, due_at, status, sweep_at, version, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		d.ID, d.Handle, d.Community, d.Network, d.Type, d.Amount.Minor, d.Amount.Unit, d.Amount.Scale, d.Rated,
		d.Points, unratedWhole(d.Terms), d.DueDate.String(), d.Zone, store.Millis(d.DueAt), string(d.Status),
		store.Millis(d.SweepAt()), d.Version, store.Millis(d.CreatedAt))
	if err != nil {
		return wrap("insert", err)
	}
	if !d.Claimed() {
		return insertParty(tx, d, SideA, time.Time{})
	}
	if err := insertParty(tx, d, SideA, tx.Now()); err != nil {
		return err
	}
	return insertParty(tx, d, SideB, time.Time{})
}

func insertParty(tx *store.Tx, d Deal, side Side, seen time.Time) error {
	p := d.Party(side)
	_, err := tx.SQL().Exec(`INSERT INTO deals_parties (deal, side, person, platform, account, community, network, slot, seen_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		d.ID, string(side), p.Person, string(p.Identity.Platform), p.Identity.ID, d.Community, d.Network, slot(d, side),
		store.Millis(seen))
	return wrap("insert party", err)
}

// slot is how an open deal counts for a party: against the open cap (1) for
// who initiated or confirmed it, else not (0); nil once it is closed.
func slot(d Deal, side Side) any {
	if !d.Status.Open() {
		return nil
	}
	return side == SideA || d.B.Confirmed
}

func unratedWhole(t Terms) int64 {
	if t.Rated {
		return 0
	}
	return t.Amount.Whole()
}

// updateDeal keeps what Apply changed. It fails with errMoved when the deal is
// no longer at the version that was loaded.
func updateDeal(tx *store.Tx, before, after Deal) error {
	var changed int64
	var err error
	if before.Status.Open() {
		changed, err = tx.SQL().Exec(`UPDATE deals_deals SET due_at = ?, status = ?, conf_a = ?, conf_b = ?, done_a = ?,
			done_b = ?, outcome_a = ?, outcome_b = ?, late = ?, overdue_at = ?, late_mark_at = ?, sweep_at = ?,
			version = ?, closed_at = ? WHERE id = ? AND version = ?`,
			store.Millis(after.DueAt), string(after.Status), after.A.Confirmed, after.B.Confirmed, after.A.Done,
			after.B.Done, string(after.A.Outcome), string(after.B.Outcome), after.Late, store.Millis(after.OverdueAt),
			store.Millis(after.LateMarkAt), store.Millis(after.SweepAt()), after.Version, store.Millis(after.ClosedAt),
			before.ID, before.Version)
	} else {
		// Closed deals are guarded: a note moves their version and nothing else.
		changed, err = tx.SQL().Exec(`UPDATE deals_deals SET version = ? WHERE id = ? AND version = ?`,
			after.Version, before.ID, before.Version)
	}
	if err != nil {
		return wrap("update", err)
	}
	if changed == 0 {
		return errMoved
	}
	return updateParties(tx, before, after)
}

func updateParties(tx *store.Tx, before, after Deal) error {
	if !before.Claimed() && after.Claimed() {
		return insertParty(tx, after, SideB, tx.Now())
	}
	var err error
	switch {
	case before.Status.Open() && !after.Status.Open():
		_, err = tx.SQL().Exec(`UPDATE deals_parties SET slot = NULL WHERE deal = ?`, after.ID)
	case !before.B.Confirmed && after.B.Confirmed:
		_, err = tx.SQL().Exec(`UPDATE deals_parties SET slot = 1 WHERE deal = ? AND side = 'b'`, after.ID)
	}
	return wrap("update parties", err)
}

// dueForSweep returns up to limit deals whose time has come, longest due first.
func dueForSweep(tx *store.Tx, now time.Time, limit int) ([]Deal, error) {
	var due []Deal
	err := loadAll(tx, fromDeals+` WHERE d.sweep_at > 0 AND d.sweep_at <= ? ORDER BY d.sweep_at, d.id LIMIT ?`,
		[]any{store.Millis(now), limit}, func(d Deal) { due = append(due, d) })
	return due, err
}

// follow gives an account's place in every deal to another person.
func follow(tx *store.Tx, identity chat.UserRef, from, to string) error {
	_, err := tx.SQL().Exec(`UPDATE deals_parties SET person = ? WHERE person = ? AND platform = ? AND account = ?`,
		to, from, string(identity.Platform), identity.ID)
	return wrap("follow", err)
}

func wrap(action string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("deals: %s: %w", action, err)
}
