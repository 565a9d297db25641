package reminders

import (
	"errors"
	"slices"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

const (
	// atOnce is how many persons one transaction reminds.
	atOnce = 20
	// lookAgain is the longest that a reminder waits for its community's turn
	// without asking how often that is: it may have been changed.
	lookAgain = 10 * time.Minute
)

// run tells everybody what has become ripe, each person in one message. Whole
// minutes are runs, so that the portions of one agree on what is ripe.
func (s *Service) run(tx *store.Tx, _ jobs.Job, _ []byte) error {
	until := tx.Now().Truncate(time.Minute)
	for range atOnce {
		person, found, err := firstRipe(tx, until)
		if err != nil || !found {
			return err
		}
		if person == "" {
			err = s.callMediators(tx, until)
		} else {
			err = s.remind(tx, person, until)
		}
		if err != nil {
			return err
		}
	}
	return jobs.ErrMore
}

// item is a deal in somebody's message.
type item struct {
	Deal
	kind Kind
}

// remind tells one person everything that is ripe. Each row that was looked at
// is gone afterwards, or waits for longer.
func (s *Service) remind(tx *store.Tx, person string, until time.Time) error {
	rows, err := ripeOf(tx, person, until, most)
	if err != nil {
		return err
	}
	wanted, err := wants(tx, person, func(p accounts.Person) bool { return p.Reminders })
	if err != nil {
		return err
	}
	slices.SortStableFunc(rows, func(a, b waiting) int { return a.Kind.rank() - b.Kind.rank() })
	var items []item
	told := map[string]bool{} // of several for a deal the most urgent is told
	for _, w := range rows {
		d, now, err := s.judge(tx, w, until)
		if err != nil {
			return err
		}
		if !now {
			continue
		}
		tell := wanted && !told[w.Deal]
		fresh, err := keepSent(tx, w, tell)
		if err != nil {
			return err
		}
		if err := drop(tx, w); err != nil {
			return err
		}
		if tell && fresh {
			items = append(items, item{Deal: d, kind: w.Kind})
		}
		told[w.Deal] = true
	}
	return s.send(tx, person, items)
}

// judge decides about a ripe reminder: it is told now (true), comes later, or is
// about what is no longer so.
func (s *Service) judge(tx *store.Tx, w waiting, until time.Time) (Deal, bool, error) {
	d, err := s.Deal(tx, w.Deal)
	if errors.Is(err, store.ErrNotFound) || err == nil && !d.holds(w, tx.Now()) {
		return d, false, drop(tx, w)
	}
	if err != nil || w.Side == Mediators {
		return d, err == nil, err
	}
	quiet, err := snoozedUntil(tx, w.Deal, w.Side)
	if err != nil {
		return d, false, err
	}
	if quiet.After(tx.Now()) {
		return d, false, postpone(tx, w, quiet)
	}
	every, _, err := s.Settings(tx, d.Community)
	if err != nil {
		return d, false, err
	}
	if next := turn(w.ripe(), max(every, time.Minute)); next.After(until) {
		return d, false, postpone(tx, w, earlier(next, until.Add(lookAgain)))
	}
	return d, true, nil
}

// send queues the message of one person. It is not repeated when nobody knows
// whether it arrived, and not sent once there is nothing left to do in time.
func (s *Service) send(tx *store.Tx, person string, items []item) error {
	if len(items) == 0 {
		return nil
	}
	message, err := s.message(tx, person, items)
	if err != nil {
		return err
	}
	side, _ := items[0].sideOf(person)
	n := outbox.Notification{
		Person: person, Prefer: items[0].party(side).Ref, Kind: "reminders.due", Message: message,
		Expires: items[0].DueAt,
	}
	for _, one := range items {
		if one.DueAt.After(n.Expires) {
			n.Expires = one.DueAt
		}
	}
	if len(items) == 1 {
		n.Subject = items[0].ID
	}
	_, _, err = outbox.Notify(tx, n)
	return err
}

// wants reports whether a person can be told, and has not chosen otherwise.
func wants(tx *store.Tx, person string, chosen func(p accounts.Person) bool) (bool, error) {
	p, err := accounts.Get(tx, person)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil && !p.Blocked && chosen(p), err
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
