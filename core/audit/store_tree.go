package audit

import (
	"errors"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/parleybot/parley/core/store"
)

// tree reads the stored nodes. Their numbers are those of tlog: an event's leaf,
// then every subtree which that leaf completes.
type tree struct{ tx *store.Tx }

var _ tlog.HashReader = tree{}

var errNodes = errors.New("nodes of the tree are missing")

// ReadHashes returns the nodes of these numbers; one that is missing is an error.
func (t tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, id := range indexes {
		var hash []byte
		err := t.tx.SQL().Row(`SELECT hash FROM audit_hashes WHERE id = ?`, []any{id}, &hash)
		if errors.Is(err, store.ErrNotFound) {
			err = errNodes
		}
		if err != nil {
			return nil, err
		}
		copy(hashes[i][:], hash)
	}
	return hashes, nil
}

// grow adds what the leaf of event seq completes: itself, and on average one node
// above it.
func grow(tx *store.Tx, seq int64, leaf []byte) error {
	hashes, err := tlog.StoredHashesForRecordHash(seq, tlog.Hash(leaf), tree{tx})
	if err != nil {
		return err
	}
	first := tlog.StoredHashIndex(0, seq)
	for i := range hashes {
		_, err := tx.SQL().Exec(`INSERT INTO audit_hashes (id, hash) VALUES (?, ?)`, first+int64(i), hashes[i][:])
		if err != nil {
			return err
		}
	}
	return nil
}

// portion is how many events one transaction of a backfill takes in: the writer
// is everybody's.
const portion = 5000

// backfill adds the nodes of up to limit events that were logged before the tree
// was kept, and reports whether none is left.
func backfill(tx *store.Tx, limit int64) (done bool, err error) {
	var next int64
	err = tx.SQL().Row(`SELECT coalesce(max(id), -1) + 1 FROM audit_hashes`, nil, &next)
	if err != nil {
		return false, wrap("complete the tree", err)
	}
	seq := next / 2 // n leaves make fewer than 2n nodes
	for tlog.StoredHashCount(seq) < next {
		seq++
	}
	type leaf struct {
		seq  int64
		hash []byte
	}
	var leaves []leaf
	err = tx.SQL().Rows(`SELECT seq, leaf_hash FROM audit_events WHERE seq >= ? ORDER BY seq LIMIT ?`, []any{seq, limit},
		func(scan func(...any) error) error {
			var l leaf
			err := scan(&l.seq, &l.hash)
			leaves = append(leaves, l)
			return err
		})
	if err != nil {
		return false, wrap("complete the tree", err)
	}
	for _, l := range leaves {
		if err := grow(tx, l.seq, l.hash); err != nil {
			return false, wrap("complete the tree", err)
		}
	}
	return int64(len(leaves)) < limit, nil
}

// complete does the whole of a backfill in this transaction.
func complete(tx *store.Tx) error {
	for {
		if done, err := backfill(tx, portion); done || err != nil {
			return err
		}
	}
}

// Head returns how many events the log holds and the root of the tree over them.
// Inside a writing transaction it counts what that transaction appended.
func Head(tx *store.Tx) (size int64, root [32]byte, err error) {
	err = tx.SQL().Row(`SELECT coalesce(max(seq), -1) + 1 FROM audit_events`, nil, &size)
	if err != nil {
		return 0, root, wrap("read the head", err)
	}
	hash, err := rootAt(tx, size)
	return size, hash, wrap("read the head", err)
}

func rootAt(tx *store.Tx, size int64) (tlog.Hash, error) { return tlog.TreeHash(size, tree{tx}) }
