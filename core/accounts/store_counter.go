package accounts

import (
	"time"

	"github.com/parleybot/parley/core/store"
)

// Bump counts one more try under a key, such as "link:telegram:7". To count a
// try that is refused, bump where the refusal does not undo it. Every key keeps
// one window.
func Bump(tx *store.Tx, key string, window time.Duration) error {
	now := store.Millis(tx.Now())
	// Count looks back two windows; what is older can never matter again.
	_, err := tx.SQL().Exec(`DELETE FROM accounts_counters WHERE key = ? AND at <= ?`, key, now-2*window.Milliseconds())
	if err == nil {
		_, err = tx.SQL().Exec(`INSERT INTO accounts_counters (key, at) VALUES (?, ?)`, key, now)
	}
	return wrap("count a try", err)
}

// Count returns the most tries under a key that fell into one window, as long
// as that is less than a window ago, and the instant at which it is forgotten.
// So a limit that was reached holds for a whole window, and tries spread wider
// than the window never add up.
func Count(tx *store.Tx, key string, window time.Duration) (n int, freesAt time.Time, err error) {
	now, width := store.Millis(tx.Now()), window.Milliseconds()
	var tries []int64
	err = tx.SQL().Rows(`SELECT at FROM accounts_counters WHERE key = ? AND at > ? ORDER BY at, id`,
		[]any{key, now - 2*width}, func(scan func(...any) error) error {
			var at int64
			err := scan(&at)
			tries = append(tries, at)
			return err
		})
	first := 0
	for i, at := range tries {
		for tries[first] <= at-width {
			first++
		}
		if in := i - first + 1; at > now-width && in >= n {
			n, freesAt = in, store.Time(at+width)
		}
	}
	return n, freesAt, wrap("count tries", err)
}
