package audit

import (
	"crypto/sha256"
	"encoding/base64"
	"testing"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// Another implementation of RFC 6962 finds the same root after each event, and
// accepts the proofs of both kinds.
func TestTreeAgreesWithAnother(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, Migrations())
	const events = 70
	write(t, s, func(tx *store.Tx) {
		other := (&compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}).NewEmptyRange(0)
		var roots [][]byte
		for i := range events {
			r := add(t, tx, event("", 0))
			if i == 0 { // log.opened came with it
				leaf, err := hashOf(tx, 0)
				if err == nil {
					err = other.Append(leaf, nil)
				}
				if err != nil {
					t.Fatal(err)
				}
				roots = append(roots, leaf)
			}
			if err := other.Append(rfc6962.DefaultHasher.HashLeaf(r.Payload), nil); err != nil {
				t.Fatal(err)
			}
			want, err := other.GetRootHash(nil)
			if err != nil {
				t.Fatal(err)
			}
			size, root, err := Head(tx)
			if err != nil || size != int64(i)+2 || string(root[:]) != string(want) {
				t.Fatalf("after %d events: %d, %x, %v; want %x", i, size, root, err, want)
			}
			roots = append(roots, want)
		}
		for seq := range int64(events + 1) {
			leaf, err := hashOf(tx, seq)
			if err != nil {
				t.Fatal(err)
			}
			p, err := tlog.ProveRecord(events+1, seq, tree{tx})
			if err == nil {
				err = proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(seq), events+1, leaf, plain(p), roots[events])
			}
			if err != nil {
				t.Errorf("event %d: %v", seq, err)
			}
			q, err := tlog.ProveTree(events+1, seq+1, tree{tx})
			if err == nil {
				err = proof.VerifyConsistency(rfc6962.DefaultHasher, uint64(seq)+1, events+1, plain(q), roots[seq], roots[events])
			}
			if err != nil {
				t.Errorf("size %d: %v", seq+1, err)
			}
		}
	})
}

func hashOf(tx *store.Tx, seq int64) (leaf []byte, err error) {
	err = tx.SQL().Row(`SELECT leaf_hash FROM audit_events WHERE seq = ?`, []any{seq}, &leaf)
	return leaf, err
}

func plain(hashes []tlog.Hash) (list [][]byte) {
	for _, h := range hashes {
		list = append(list, h[:])
	}
	return list
}

// The whole tree of three leaves, computed as RFC 6962 words it.
func TestHeadByHand(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, Migrations())
	write(t, s, func(tx *store.Tx) {
		if size, root, err := Head(tx); err != nil || size != 0 || root != sha256.Sum256(nil) {
			t.Errorf("an empty log: %d, %x, %v", size, root, err)
		}
		a, b := add(t, tx, event("", 0)), add(t, tx, event("", 0))
		first, err := hashOf(tx, 0)
		if err != nil {
			t.Fatal(err)
		}
		left := sha256.Sum256(append(append([]byte{1}, first...), a.LeafHash...))
		want := sha256.Sum256(append(append([]byte{1}, left[:]...), b.LeafHash...))
		if size, root, err := Head(tx); err != nil || size != 3 || root != want {
			t.Errorf("%d, %x, %v; want %x", size, root, err, want)
		}
	})
}

// The hashes that a tree of n leaves keeps: fewer than two for each leaf.
func TestNodesPerEvent(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, Migrations())
	write(t, s, func(tx *store.Tx) {
		for range 1000 {
			add(t, tx, event("", 0))
		}
		var nodes int64
		if err := tx.SQL().Row(`SELECT count(*) FROM audit_hashes`, nil, &nodes); err != nil {
			t.Fatal(err)
		}
		if nodes != tlog.StoredHashCount(1001) || nodes >= 2*1001 {
			t.Errorf("%d nodes for 1001 events", nodes)
		}
	})
}

// A savepoint that is undone takes its nodes along.
func TestTreeFollowsARollback(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, Migrations())
	write(t, s, func(tx *store.Tx) {
		add(t, tx, event("", 0))
		_ = tx.Savepoint(func() error {
			add(t, tx, event("", 0))
			add(t, tx, event("", 0))
			return store.ErrCheck
		})
		add(t, tx, event("", 0))
		if err := Verify(tx); err != nil {
			t.Error(err)
		}
		if size, _, err := Head(tx); size != 3 || err != nil {
			t.Errorf("%d, %v", size, err)
		}
	})
}

func rootText(root [32]byte) string { return base64.StdEncoding.EncodeToString(root[:]) }
