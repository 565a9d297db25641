package reminders

import (
	"errors"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store"
)

const (
	// passed is how many persons one transaction of a pass looks at.
	passed = 25
	// weeksKept is how long it is known who had a digest.
	weeksKept = 8 * 7 * 24 * time.Hour
)

// pass walks everybody who has open deals, once a day. It plans what no change
// told this app of, such as the deals from before it was there, and on Sundays
// everybody's digest. Its rest is a job of its own, whose subject is the person
// that the pass has come to.
func (s *Service) pass(tx *store.Tx, j jobs.Job, _ []byte) error {
	now := tx.Now()
	begun := sunday(now)
	if j.Subject == "" {
		if err := pruneDigests(tx, weekOf(begun.Add(-weeksKept)), most); err != nil {
			return err
		}
	}
	holders, err := s.Holders(tx, j.Subject, passed)
	if err != nil {
		return err
	}
	for _, person := range holders {
		if err := s.mend(tx, person, now); err != nil {
			return err
		}
		// Also where Sunday's own pass was missed, and this one makes up for it.
		if !j.Due.After(begun) {
			if err := s.expect(tx, person, begun); err != nil {
				return err
			}
		}
	}
	if len(holders) < passed {
		return nil
	}
	_, err = jobs.Schedule(tx, jobs.Job{Kind: jobPassOn, Subject: holders[passed-1], Due: j.Due})
	return err
}

// mend plans what is not planned of a person's deals and still to come.
func (s *Service) mend(tx *store.Tx, person string, now time.Time) error {
	open, err := s.Open(tx, person, most)
	if err != nil {
		return err
	}
	for _, d := range open {
		if err := plan(tx, d, Idle, now); err != nil {
			return err
		}
	}
	return nil
}

// expect plans a person's digest of a Sunday, unless it would come too late.
func (s *Service) expect(tx *store.Tx, person string, sunday time.Time) error {
	p, err := accounts.Get(tx, person)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	at := digestAt(p, sunday)
	if !tx.Now().Before(at.Add(latest)) {
		return nil
	}
	_, err = jobs.Schedule(tx, jobs.Job{Kind: jobDigest, Subject: person, Due: at})
	return err
}
