package deals

import (
	"fmt"

	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/store"
)

// History returns up to limit events of deals after a position of the log (-1
// for all), in the order of the log, as the subscribers were told of them. The
// persons are those whose accounts the parties are now, so whoever was linked
// since appears as one. Fewer than limit means that there are no more.
func History(tx *store.Tx, after int64, limit int) ([]Happening, error) {
	records, err := audit.Since(tx, after, "deal.", limit)
	if err != nil {
		return nil, err
	}
	found := make([]Happening, 0, len(records))
	running := map[string]*run{}
	for _, r := range records {
		of, ok := running[r.Deal]
		if !ok {
			if of, err = runUntil(tx, r); err != nil {
				return nil, err
			}
			running[r.Deal] = of
		}
		before := of.now
		now, event, err := replay(before, r)
		if err != nil {
			return nil, err
		}
		of.now = now
		h := Happening{After: now.with(of.stored), Event: event, Seq: r.Seq, At: r.At}
		if r.DealSeq > 1 {
			h.Before = before.with(of.stored)
		}
		found = append(found, h)
	}
	return found, nil
}

// run is a replay under way: the deal as its events so far make it, with the
// persons of that time, and as it is kept.
type run struct{ now, stored Deal }

// runUntil replays a deal up to an event, exclusively.
func runUntil(tx *store.Tx, end audit.Record) (*run, error) {
	stored, err := loadByID(tx, end.Deal)
	if err != nil || end.DealSeq == 1 {
		return &run{stored: stored}, err
	}
	records, err := audit.OfDeal(tx, end.Deal)
	if err != nil {
		return nil, err
	}
	of := &run{stored: stored}
	for _, r := range records[:min(end.DealSeq-1, len(records))] {
		if of.now, _, err = replay(of.now, r); err != nil {
			return nil, err
		}
	}
	return of, nil
}

// with returns the deal with the handle, the accounts and the persons of the one
// that is kept: an event knows none of them, or knew another person.
func (d Deal) with(stored Deal) Deal {
	d.Handle, d.A.Person, d.A.Identity = stored.Handle, stored.A.Person, stored.A.Identity
	if d.Claimed() {
		d.B.Person, d.B.Identity = stored.B.Person, stored.B.Identity
	}
	return d
}

// checkBatch is how many deals are compared between two looks at the caller's
// patience.
const checkBatch = 500

// CheckReplay builds every deal anew from its events and compares it with the
// tables: whose it is may differ by what the log has of links. It fails with the
// handle of the first deal that differs, or when a deal of the log is missing. It
// reads only.
func CheckReplay(tx *store.Tx) error {
	persons, err := kinOf(tx)
	if err != nil {
		return err
	}
	seen, last := int64(0), ""
	for {
		deals, err := dealsAfter(tx, last, checkBatch)
		if err != nil {
			return err
		}
		kept, err := derivedAfter(tx, last, checkBatch)
		if err != nil {
			return err
		}
		for _, d := range deals {
			if err := checkDeal(tx, d, kept[d.ID], persons); err != nil {
				return err
			}
		}
		seen += int64(len(deals))
		if len(deals) < checkBatch {
			break
		}
		last = deals[len(deals)-1].ID
		if err := tx.Context().Err(); err != nil {
			return err
		}
	}
	logged, err := audit.Count(tx, EventCreated)
	if err == nil && logged != seen {
		err = fmt.Errorf("deals: the log knows of %d deals, the tables of %d", logged, seen)
	}
	return err
}

func checkDeal(tx *store.Tx, stored Deal, kept derived, persons kin) error {
	records, err := audit.OfDeal(tx, stored.ID)
	if err != nil {
		return err
	}
	if len(records) == 0 {
		return fmt.Errorf("deals: deal %s has no events", stored.Handle)
	}
	var d Deal
	disputed := map[Side]int64{}
	for _, r := range records {
		if d, _, err = replay(d, r); err != nil {
			return fmt.Errorf("deal %s: %w", stored.Handle, err)
		}
		if r.Type == EventDisputed {
			disputed[d.Dispute.By] = store.Millis(d.Dispute.At)
		}
	}
	if d.with(stored) != stored {
		return fmt.Errorf("deals: deal %s is not what its events say", stored.Handle)
	}
	for _, side := range []Side{SideA, SideB} {
		if !persons.same(d.Party(side).Person, stored.Party(side).Person) {
			return fmt.Errorf("deals: deal %s is not kept for whom its events name", stored.Handle)
		}
	}
	if want := derive(d, disputed); kept != want {
		return fmt.Errorf("deals: deal %s is not listed as its events say: %v, not %v", stored.Handle, kept, want)
	}
	return nil
}
