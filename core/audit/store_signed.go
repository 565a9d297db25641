package audit

import (
	"errors"
	"time"

	"github.com/parleybot/parley/core/store"
)

// Unsigned tells how many events of the log no checkpoint covers yet, and when the
// first of them happened (UTC); 0 and the zero time where all are covered.
func Unsigned(tx *store.Tx) (events int64, since time.Time, err error) {
	signed, _, err := latest(tx)
	if err != nil {
		return 0, time.Time{}, err
	}
	size, err := Size(tx)
	if err != nil || size <= signed {
		return 0, time.Time{}, err
	}
	var at int64
	err = tx.SQL().Row(`SELECT at FROM audit_events WHERE seq = ?`, []any{signed}, &at)
	if errors.Is(err, store.ErrNotFound) {
		return 0, time.Time{}, nil // the log was just opened
	}
	return size - signed, store.Time(at), wrap("find what is not signed", err)
}
