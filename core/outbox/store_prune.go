package outbox

import (
	"time"

	"github.com/parleybot/parley/core/store"
)

// selectEnded finds the same rows each time until they are gone.
const selectEnded = `SELECT seq FROM outbox WHERE ended_at > 0 AND ended_at < ? ORDER BY ended_at, seq LIMIT ?`

func prune(tx *store.Tx, before time.Time, most int) (int64, error) {
	for _, query := range []string{
		`INSERT INTO outbox_once (once, id)
			SELECT once, id FROM outbox WHERE once IS NOT NULL AND seq IN (` + selectEnded + `)`,
		`DELETE FROM outbox_attempts WHERE seq IN (` + selectEnded + `)`,
	} {
		if err := exec(tx, query, store.Millis(before), most); err != nil {
			return 0, err
		}
	}
	return tx.SQL().Exec(`DELETE FROM outbox WHERE seq IN (`+selectEnded+`)`, store.Millis(before), most)
}

// wasPruned reports whether a once-key belongs to a notification that is gone.
func wasPruned(tx *store.Tx, once string) (pruned bool, err error) {
	err = tx.SQL().Row(`SELECT EXISTS (SELECT 1 FROM outbox_once WHERE once = ?)`, []any{once}, &pruned)
	return pruned, err
}
