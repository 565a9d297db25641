package deals

import (
	"time"

	"github.com/parleybot/parley/core/store"
)

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
		changed, err = tx.SQL().Exec(`UPDATE deals_deals SET due_date = ?, due_at = ?, status = ?, conf_a = ?, conf_b = ?,
			done_a = ?, done_b = ?, outcome_a = ?, outcome_b = ?, late = ?, overdue_at = ?, late_mark_at = ?, sweep_at = ?,
			version = ?, closed_at = ?, dispute_by = ?, dispute_at = ?, dispute_from = ?, pen_a = ?, pen_b = ?,
			withdrawn_a = ?, withdrawn_b = ? WHERE id = ? AND version = ?`,
			after.DueDate.String(), store.Millis(after.DueAt), string(after.Status), after.A.Confirmed, after.B.Confirmed, after.A.Done,
			after.B.Done, string(after.A.Outcome), string(after.B.Outcome), after.Late, store.Millis(after.OverdueAt),
			store.Millis(after.LateMarkAt), store.Millis(after.SweepAt()), after.Version, store.Millis(after.ClosedAt),
			string(after.Dispute.By), store.Millis(after.Dispute.At), string(after.Dispute.From), after.A.Penalised,
			after.B.Penalised, after.A.Withdrawals, after.B.Withdrawals,
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
	case before.Status != Disputed && after.Status == Disputed:
		_, err = tx.SQL().Exec(`UPDATE deals_parties SET disputed_at = ? WHERE deal = ? AND side = ?`,
			store.Millis(after.Dispute.At), after.ID, string(after.Dispute.By))
	}
	return wrap("update parties", err)
}
