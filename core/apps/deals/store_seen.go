package deals

import (
	"time"

	"github.com/parleybot/parley/core/store"
)

// markSeen remembers that a party was shown the deal in an answer, now.
func markSeen(tx *store.Tx, deal string, side Side) error {
	_, err := tx.SQL().Exec(`UPDATE deals_parties SET seen_at = ? WHERE deal = ? AND side = ?`,
		store.Millis(tx.Now()), deal, string(side))
	return wrap("mark as seen", err)
}

// seenAt returns when markSeen was last called for a party, or when it wrote the
// terms; zero for never.
func seenAt(tx *store.Tx, deal string, side Side) (time.Time, error) {
	var ms int64
	err := tx.SQL().Row(`SELECT seen_at FROM deals_parties WHERE deal = ? AND side = ?`, []any{deal, string(side)}, &ms)
	return store.Time(ms), wrap("look when seen", err)
}
