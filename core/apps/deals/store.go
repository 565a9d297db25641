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
	dealColumns = `d.id, d.handle, d.community, d.network, d.type, d.minor, d.unit, d.scale, d.rated, d.points,
	d.due_date, d.zone, d.due_at, d.status, d.conf_a, d.conf_b, d.done_a, d.done_b, d.outcome_a, d.outcome_b,
	d.late, d.overdue_at, d.late_mark_at, d.version, d.created_at, d.closed_at,
	d.dispute_by, d.dispute_at, d.dispute_from, d.pen_a, d.pen_b, d.withdrawn_a, d.withdrawn_b,
	a.person, a.platform, a.account, coalesce(b.person, ''), coalesce(b.platform, ''), coalesce(b.account, '')`
	bothParties = ` JOIN deals_parties a ON a.deal = d.id AND a.side = 'a'
	LEFT JOIN deals_parties b ON b.deal = d.id AND b.side = 'b'`
	fromDeals = `SELECT ` + dealColumns + ` FROM deals_deals d` + bothParties
	fromParty = `SELECT ` + dealColumns + ` FROM deals_parties p JOIN deals_deals d ON d.id = p.deal` + bothParties
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
	var dueAt, overdueAt, lateMarkAt, createdAt, closedAt, disputeAt int64
	err := scan(&d.ID, &d.Handle, &d.Community, &d.Network, &d.Type, &d.Amount.Minor, &d.Amount.Unit, &d.Amount.Scale,
		&d.Rated, &d.Points, &dueDate, &d.Zone, &dueAt, &d.Status, &d.A.Confirmed, &d.B.Confirmed, &d.A.Done, &d.B.Done,
		&d.A.Outcome, &d.B.Outcome, &d.Late, &overdueAt, &lateMarkAt, &d.Version, &createdAt, &closedAt,
		&d.Dispute.By, &disputeAt, &d.Dispute.From, &d.A.Penalised, &d.B.Penalised, &d.A.Withdrawals, &d.B.Withdrawals,
		&d.A.Person, &d.A.Identity.Platform, &d.A.Identity.ID, &d.B.Person, &d.B.Identity.Platform, &d.B.Identity.ID)
	if err != nil {
		return d, err
	}
	d.DueAt, d.CreatedAt, d.ClosedAt = store.Time(dueAt), store.Time(createdAt), store.Time(closedAt)
	d.OverdueAt, d.LateMarkAt, d.Dispute.At = store.Time(overdueAt), store.Time(lateMarkAt), store.Time(disputeAt)
	d.DueDate, err = civil.Parse(dueDate)
	return d, err
}

// dueForSweep returns up to limit deals whose time has come, longest due first,
// that come after a place in that order.
func dueForSweep(tx *store.Tx, after place, now time.Time, limit int) ([]Deal, error) {
	var due []Deal
	err := loadAll(tx, fromDeals+` WHERE d.sweep_at > 0 AND (d.sweep_at, d.id) > (?, ?) AND d.sweep_at <= ? ORDER BY d.sweep_at, d.id LIMIT ?`,
		[]any{after.At, after.ID, store.Millis(now), limit}, func(d Deal) { due = append(due, d) })
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
