package audit

import "github.com/parleybot/parley/core/store"

// Size returns how many events the log holds, without the root of its tree.
func Size(tx *store.Tx) (size int64, err error) {
	err = tx.SQL().Row(`SELECT coalesce(max(seq), -1) + 1 FROM audit_events`, nil, &size)
	return size, wrap("read the size", err)
}
