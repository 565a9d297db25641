package operator

import (
	"maps"
	"sync"
	"time"

	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store"
)

// tally counts how often a command was carried out, and how often that failed.
type tally struct{ total, errors int64 }

func (t tally) plus(o tally) tally { return tally{t.total + o.total, t.errors + o.errors} }

// usage is what was counted since it was last written down. Commands that only
// read stay readers that way, and a busy minute costs one row for each command.
type usage struct {
	mu      sync.Mutex
	pending map[string]tally
}

// Count notes that a declared command was carried out, to be called once for each
// answer, outside any transaction. failed says that it came to nothing through no
// fault of the person's; a refusal is an answer like any other. Counts are written
// down every minute and by Flush: what is not, a killed process loses.
func (s *Service) Count(command string, failed bool) {
	one := tally{total: 1}
	if failed {
		one.errors = 1
	}
	s.usage.mu.Lock()
	defer s.usage.mu.Unlock()
	s.usage.pending[command] = s.usage.pending[command].plus(one)
}

// waiting returns what is not written down yet.
func (u *usage) waiting() map[string]tally {
	u.mu.Lock()
	defer u.mu.Unlock()
	return maps.Clone(u.pending)
}

// written takes off what was written down.
func (u *usage) written(done map[string]tally) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for command, t := range done {
		left := u.pending[command].plus(tally{-t.total, -t.errors})
		if left == (tally{}) {
			delete(u.pending, command)
			continue
		}
		u.pending[command] = left
	}
}

// Flush writes down what was counted since the last time, under the day of the
// transaction. The engine's owner calls it once more when everything has stopped.
func (s *Service) Flush(tx *store.Tx) error {
	done := s.usage.waiting()
	for command, t := range done {
		if err := addUsage(tx, dayOf(tx.Now()), command, t); err != nil {
			return err
		}
	}
	tx.OnCommit(func() { s.usage.written(done) })
	return nil
}

func (s *Service) count(tx *store.Tx, _ jobs.Job, _ []byte) error {
	if err := pruneUsage(tx, dayOf(tx.Now())-maxDays); err != nil {
		return err
	}
	return s.Flush(tx)
}

// dayOf counts UTC days since 1970.
func dayOf(t time.Time) int64 { return t.Unix() / (24 * 60 * 60) }
