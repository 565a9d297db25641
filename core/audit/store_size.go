package audit

import (
	"errors"
	"time"

	"github.com/parleybot/parley/core/store"
)

// Size returns how many events the log holds, without the root of its tree.
func Size(tx *store.Tx) (size int64, err error) {
	err = tx.SQL().Row(`SELECT coalesce(max(seq), -1) + 1 FROM audit_events`, nil, &size)
	return size, wrap("read the size", err)
}

// LastAt returns the instant of the newest event, zero for an empty log.
func LastAt(tx *store.Tx) (time.Time, error) {
	var at int64
	err := tx.SQL().Row(`SELECT at FROM audit_events WHERE seq = (SELECT max(seq) FROM audit_events)`, nil, &at)
	if errors.Is(err, store.ErrNotFound) {
		return time.Time{}, nil
	}
	return store.Time(at), wrap("read the last instant", err)
}
