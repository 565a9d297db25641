package audit

import "github.com/parleybot/parley/core/store"

// Since returns up to limit events after a position (-1 for all) whose type
// begins with a prefix, in the order of the log and without their texts.
func Since(tx *store.Tx, after int64, prefix string, limit int) ([]Record, error) {
	var records []Record
	err := tx.SQL().Rows(`SELECT leaf_hash, payload FROM audit_events
		WHERE seq > ? AND substr(type, 1, length(?)) = ? ORDER BY seq LIMIT ?`,
		[]any{after, prefix, prefix, limit}, func(scan func(...any) error) error {
			var leaf, payload []byte
			if err := scan(&leaf, &payload); err != nil {
				return err
			}
			b, err := decode(payload)
			records = append(records, b.record(payload, leaf))
			return err
		})
	return records, wrap("read on", err)
}

// Count returns how many events of a type there are.
func Count(tx *store.Tx, kind string) (n int64, err error) {
	err = tx.SQL().Row(`SELECT count(*) FROM audit_events WHERE type = ?`, []any{kind}, &n)
	return n, wrap("count "+kind, err)
}
