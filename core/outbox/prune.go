package outbox

import (
	"fmt"
	"time"

	"github.com/parleybot/parley/core/store"
)

// Prune removes up to most notifications that ended before an instant, dead letters
// included, with their attempts, and returns how many. Fewer than most means that
// there are no more. Their once-keys go on holding; Status no longer tells of them,
// and a platform that wants fewer new conversations takes a person who was not
// written to since for a new one.
func Prune(tx *store.Tx, before time.Time, most int) (int64, error) {
	n, err := prune(tx, before, most)
	if err != nil {
		return 0, fmt.Errorf("outbox: prune: %w", err)
	}
	return n, nil
}
