package audit

import (
	"errors"
	"strings"

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
	if len(indexes) == 0 {
		return nil, nil
	}
	args := make([]any, len(indexes))
	place := make(map[int64]int, len(indexes))
	for i, id := range indexes {
		args[i], place[id] = id, i
	}
	hashes := make([]tlog.Hash, len(indexes))
	err := t.tx.SQL().Rows(`SELECT id, hash FROM audit_hashes WHERE id IN (?`+strings.Repeat(`, ?`, len(args)-1)+`)`,
		args, func(scan func(...any) error) error {
			var id int64
			var hash []byte
			if err := scan(&id, &hash); err != nil {
				return err
			}
			copy(hashes[place[id]][:], hash)
			delete(place, id)
			return nil
		})
	if err == nil && len(place) > 0 {
		err = errNodes
	}
	return hashes, err
}

// grow adds what the leaf of event seq completes: on average two nodes, in one
// statement.
func grow(tx *store.Tx, seq int64, leaf []byte) error {
	hashes, err := tlog.StoredHashesForRecordHash(seq, tlog.Hash(leaf), tree{tx})
	if err != nil {
		return err
	}
	first := tlog.StoredHashIndex(0, seq)
	args := make([]any, 0, 2*len(hashes))
	for i := range hashes {
		args = append(args, first+int64(i), hashes[i][:])
	}
	_, err = tx.SQL().Exec(`INSERT INTO audit_hashes (id, hash) VALUES (?, ?)`+strings.Repeat(`, (?, ?)`, len(hashes)-1), args...)
	return err
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
