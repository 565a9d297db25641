package audit

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/parleybot/parley/core/store"
)

// inspector walks through the log from left to right and holds what the next
// event and the next checkpoint must agree with.
type inspector struct {
	tx          *store.Tx
	next, at    int64 // position of the next event, instant of the last
	origin      string
	began       int64       // where the log took the name
	key, former string      // that sign; former beside key, once, after a change
	stack       []tlog.Hash // roots of the complete subtrees so far, largest first
	nodes       []node      // stored ones that are still to be met
	checkpoints int64
}

func (v *inspector) event(r row) error {
	if r.seq != v.next {
		return broken(v.next, "missing; the next one is %d", r.seq)
	}
	if r.at < v.at {
		return broken(r.seq, "earlier than the event before it")
	}
	b, err := r.check()
	if err == nil {
		err = v.name(b)
	}
	if err == nil {
		err = r.chain(b)
	}
	if err == nil {
		err = v.grow(r)
	}
	if err != nil {
		return &Broken{Seq: r.seq, What: err}
	}
	v.next, v.at = r.seq+1, r.at
	return nil
}

// check compares a row with its own payload.
func (r *row) check() (body, error) {
	if !bytes.Equal(leafHash(r.payload), r.leaf) {
		return body{}, errors.New("the payload does not match its hash")
	}
	b, err := decode(r.payload)
	if err != nil {
		return body{}, err
	}
	if b.seq != r.seq || b.at != r.at || b.typ != r.typ || b.deal != r.deal || b.dealSeq != r.dealSeq {
		return body{}, errors.New("the columns do not match the payload")
	}
	return b, nil
}

// name follows what the log says of its own name and keys.
func (v *inspector) name(b body) error {
	switch {
	case v.next == 0:
		v.origin = b.log
	case b.typ == typeRestored:
		if err := v.restored(b); err != nil {
			return err
		}
		v.origin, v.began, v.former = b.log, b.seq, ""
	case b.log != v.origin:
		return fmt.Errorf("belongs to the log %q, not to %q", b.log, v.origin)
	}
	switch b.typ {
	case typeRotated:
		if b.detail("old") != v.key {
			return errors.New("changes a key that was not the log's")
		}
		v.former, v.key = v.key, b.key()
	case typeOpened, typeRestored:
		v.key = b.key()
	}
	return nil
}

// restored checks that a log which goes on under a new name names the old one and
// all of it.
func (v *inspector) restored(b body) error {
	root := v.root()
	size := int64(-1)
	for _, f := range b.d {
		if n, ok := f.Value.(int64); ok && f.Name == "size" {
			size = n
		}
	}
	if b.detail("origin") != v.origin || size != v.next || b.detail("root") != base64.StdEncoding.EncodeToString(root[:]) {
		return errors.New("does not continue the log before it")
	}
	return nil
}

// chain compares what an event says about the event before it in its deal.
func (r *row) chain(b body) error {
	if r.deal != "" && r.dealSeq != 1 && (r.before < 0 || r.before >= r.seq) {
		return errors.New("not the next one of its deal")
	}
	if b.prev != base64.StdEncoding.EncodeToString(r.beforeLeaf) {
		return errors.New("does not continue its deal's previous event")
	}
	return nil
}

// grow computes the nodes that a leaf completes and compares the stored ones.
func (v *inspector) grow(r row) error {
	id, hash := tlog.StoredHashIndex(0, r.seq), tlog.Hash(r.leaf)
	for i := r.seq; ; i >>= 1 {
		if len(v.nodes) == 0 || v.nodes[0].id != id || !bytes.Equal(v.nodes[0].hash, hash[:]) {
			return errors.New("the tree was not built over it")
		}
		v.nodes = v.nodes[1:]
		if i&1 == 0 {
			break
		}
		top := len(v.stack) - 1
		hash, v.stack = tlog.NodeHash(v.stack[top], hash), v.stack[:top]
		id++
	}
	v.stack = append(v.stack, hash)
	return nil
}

// root folds the complete subtrees, from the smallest.
func (v *inspector) root() tlog.Hash {
	if len(v.stack) == 0 {
		empty, _ := tlog.TreeHash(0, nil) // a constant, whatever the reader
		return empty
	}
	hash := v.stack[len(v.stack)-1]
	for i := len(v.stack) - 2; i >= 0; i-- {
		hash = tlog.NodeHash(v.stack[i], hash)
	}
	return hash
}

// peaks returns the numbers of the nodes that a tree of that size is folded from.
func peaks(size int64) (ids []int64) {
	var from int64
	for from < size {
		level := bits.Len64(uint64(size-from)) - 1
		ids = append(ids, tlog.StoredHashIndex(level, from>>level))
		from += 1 << level
	}
	return ids
}

// checkpoint compares a signed head with the tree as far as it has grown. Since
// all of them agree with one tree, they are consistent with each other.
func (v *inspector) checkpoint(h signedHead) error {
	fail := func(err error) error {
		return broken(h.size-1, "the checkpoint of %d events: %w", h.size, err)
	}
	var keys []note.Verifier
	for _, public := range []string{v.former, v.key} {
		if public == "" {
			continue
		}
		k, err := note.NewVerifier(public)
		if err != nil {
			return fail(err)
		}
		keys = append(keys, k)
	}
	c, signers, err := OpenCheckpoint(h.note, keys...)
	switch {
	case err != nil:
		return fail(err)
	case len(signers) != len(keys):
		return fail(errors.New("not signed by both keys when the key changed"))
	case c.Origin != v.origin || c.Size != h.size:
		return fail(errors.New("is of another log or size"))
	case c.Root != v.root():
		return fail(errors.New("its root is not that of the events"))
	}
	v.former = ""
	v.checkpoints++
	return nil
}
