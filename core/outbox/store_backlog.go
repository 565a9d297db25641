package outbox

import (
	"fmt"
	"time"

	"github.com/parleybot/parley/core/store"
)

// Backlog is what has not been delivered yet.
type Backlog struct {
	Counts map[State]int64 // of the open states, each
	// Oldest is since when the first of those that may leave now has waited; zero
	// where none does. Who waits only for a paused platform is not among them.
	Oldest time.Time
}

// Open counts what is open, by the indexes of the open states alone.
func Open(tx *store.Tx) (Backlog, error) {
	b := Backlog{Counts: map[State]int64{}}
	for state, query := range map[State]string{
		Later:   `SELECT count(*) FROM outbox WHERE state = 'later'`,
		Behind:  `SELECT count(*) FROM outbox WHERE state IN ('later', 'behind')`,
		Ready:   `SELECT count(*) FROM outbox WHERE state = 'ready'`,
		Sending: `SELECT count(*) FROM outbox WHERE state = 'sending'`,
	} {
		var n int64
		if err := tx.SQL().Row(query, nil, &n); err != nil {
			return Backlog{}, fmt.Errorf("outbox: count what is %s: %w", state, err)
		}
		b.Counts[state] = n
	}
	b.Counts[Behind] -= b.Counts[Later] // one index holds both
	var err error
	b.Oldest, err = nextDue(tx, `SELECT min(due_at) FROM outbox WHERE state = 'ready' AND platform <> '-' AND due_at <= ?`, store.Millis(tx.Now()))
	if err != nil {
		return Backlog{}, fmt.Errorf("outbox: find the oldest: %w", err)
	}
	return b, nil
}
