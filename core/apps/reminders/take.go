package reminders

import (
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// Take follows a deal from one state to the next, in the transaction of the
// change, which happens at an instant. Before is zero for a new deal.
func (s *Service) Take(tx *store.Tx, before, after Deal, at time.Time) error {
	if before.Phase != after.Phase {
		if before.Phase != Idle {
			if err := forget(tx, after.ID); err != nil {
				return err
			}
		}
		return plan(tx, after, before.Phase, at)
	}
	for _, side := range []Side{SideA, SideB} {
		if after.Phase == Working && after.party(side).Done && !before.party(side).Done {
			if err := forgetSide(tx, after.ID, side); err != nil {
				return err
			}
		}
	}
	return nil
}

// plan has a deal's reminders wait for their time. What was past already when
// the deal got to where it is, is skipped: the parties have just been looking at
// it, and its mediators too, when a dispute over an old overdue deal is withdrawn.
func plan(tx *store.Tx, d Deal, from Phase, since time.Time) error {
	for _, w := range d.wanted() {
		past := w.At.Before(since)
		var err error
		switch {
		case past && w.Side != Mediators:
			continue
		case past && from == Disputed:
			_, err = keepSent(tx, w, false)
		default:
			err = insertWaiting(tx, w)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// moved follows an account to another person. Who was two persons this week has
// had the digest if either had it.
func (s *Service) moved(tx *store.Tx, ref chat.UserRef, from, to string) error {
	if err := moveWaiting(tx, ref, from, to); err != nil {
		return err
	}
	if err := copyDigests(tx, from, to); err != nil {
		return err
	}
	return s.expect(tx, to, sunday(tx.Now()))
}
