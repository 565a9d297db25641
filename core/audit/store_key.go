package audit

import (
	"errors"
	"fmt"
	"math"

	"github.com/parleybot/parley/core/store"
)

// Types of the events by which the log speaks of itself, with their details:
// opened{key}, restored{origin, size, root} of the log it continues,
// key_rotated{old, new}. Keys are public ones, "" or left out where there was none.
const (
	typeOpened   = "log.opened"
	typeRestored = "log.restored"
	typeRotated  = "log.key_rotated"
)

// signing returns the public key that signs the log now, "" where it has none
// yet: one from before there were keys, or a restored one at its first start.
func signing(tx *store.Tx) (public string, err error) { return signingBefore(tx, math.MaxInt64) }

// signingBefore returns the key that signed before the event seq.
func signingBefore(tx *store.Tx, seq int64) (public string, err error) {
	var payload []byte
	err = tx.SQL().Row(`SELECT payload FROM audit_events
		WHERE type IN ('log.opened', 'log.restored', 'log.key_rotated') AND seq < ? ORDER BY seq DESC LIMIT 1`,
		[]any{seq}, &payload)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", wrap("read the key's name", err)
	}
	b, err := decode(payload)
	if err != nil {
		return "", wrap("read the key's name", err)
	}
	return b.key(), nil
}

// key is the public key that signs after an event which may say so.
func (b *body) key() string {
	name := "key"
	if b.typ == typeRotated {
		name = "new"
	}
	return b.detail(name)
}

func (b *body) detail(name string) string { return Record{D: b.d}.Detail(name) }

// origin returns the name of the log, or ErrNotFound before it was opened.
func origin(tx *store.Tx) (name string, err error) {
	err = tx.SQL().Row(`SELECT origin FROM audit_log WHERE id = 1`, nil, &name)
	return name, err
}

// latest returns the newest checkpoint as it was signed; size 0 where there is none.
func latest(tx *store.Tx) (size int64, signed []byte, err error) {
	err = tx.SQL().Row(`SELECT size, note FROM audit_checkpoints WHERE size = (SELECT max(size) FROM audit_checkpoints)`, nil, &size, &signed)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil, nil
	}
	return size, signed, wrap("read the checkpoint", err)
}

// ErrUnsigned says that no checkpoint covers an event yet; one follows within a
// second while the log is being signed.
var ErrUnsigned = errors.New("no checkpoint covers this event yet")

// covering returns the first checkpoint that holds the event seq.
func covering(tx *store.Tx, seq int64) (signed []byte, err error) {
	err = tx.SQL().Row(`SELECT note FROM audit_checkpoints WHERE size > ? ORDER BY size LIMIT 1`, []any{seq}, &signed)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("audit: event %d: %w", seq, ErrUnsigned)
	}
	return signed, wrap("read a checkpoint", err)
}

// LatestCheckpoint returns the newest checkpoint as it was signed, nil where
// there is none yet.
func LatestCheckpoint(tx *store.Tx) (signed []byte, err error) {
	_, signed, err = latest(tx)
	return signed, err
}

// keep stores a signed checkpoint; one of that size or a later one may stand
// already, and is as good.
func keep(tx *store.Tx, c Checkpoint, signed []byte) error {
	size, _, err := latest(tx)
	if err != nil || size >= c.Size {
		return err
	}
	_, err = tx.SQL().Exec(`INSERT INTO audit_checkpoints (size, at, note) VALUES (?, ?, ?)`, c.Size, store.Millis(tx.Now()), signed)
	return wrap("keep a checkpoint", err)
}
