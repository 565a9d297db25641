package operator

import (
	"errors"
	"fmt"
	"time"

	"github.com/parleybot/parley/core/store"
)

// lastAsked returns when a community last asked for a backup, or the zero time.
// "" stands for owners in their direct chats.
func lastAsked(tx *store.Tx, community string) (time.Time, error) {
	var at int64
	err := tx.SQL().Row(`SELECT asked_at FROM operator_asked WHERE community = ?`, []any{community}, &at)
	if errors.Is(err, store.ErrNotFound) {
		return time.Time{}, nil
	}
	return store.Time(at), wrap("read the last backup", err)
}

func setAsked(tx *store.Tx, community string, at time.Time) error {
	_, err := tx.SQL().Exec(`INSERT INTO operator_asked (community, asked_at) VALUES (?, ?)
		ON CONFLICT (community) DO UPDATE SET asked_at = excluded.asked_at`, community, store.Millis(at))
	return wrap("keep the last backup", err)
}

func addUsage(tx *store.Tx, day int64, command string, t tally) error {
	_, err := tx.SQL().Exec(`INSERT INTO operator_usage (day, command, total, errors) VALUES (?, ?, ?, ?)
		ON CONFLICT (day, command) DO UPDATE SET total = operator_usage.total + excluded.total, errors = operator_usage.errors + excluded.errors`,
		day, command, t.total, t.errors)
	return wrap("count", err)
}

// readUsage returns the counts of each command since a day, it included.
func readUsage(tx *store.Tx, since int64) (map[string]tally, error) {
	all := map[string]tally{}
	err := tx.SQL().Rows(`SELECT command, sum(total), sum(errors) FROM operator_usage WHERE day >= ? GROUP BY command`,
		[]any{since}, func(scan func(...any) error) error {
			var command string
			var t tally
			err := scan(&command, &t.total, &t.errors)
			all[command] = t
			return err
		})
	return all, wrap("read the counts", err)
}

// pruneUsage forgets the counts of a day and of those before it.
func pruneUsage(tx *store.Tx, day int64) error {
	_, err := tx.SQL().Exec(`DELETE FROM operator_usage WHERE day <= ?`, day)
	return wrap("forget old counts", err)
}

func wrap(action string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("operator: %s: %w", action, err)
}
