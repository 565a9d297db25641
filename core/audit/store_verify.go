package audit

import (
	"context"
	"errors"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/parleybot/parley/core/store"
)

// Report says what was verified.
type Report struct {
	Origin      string // name of the log
	Events      int64
	Checkpoints int64
	Root        [32]byte // over all events
}

// VerifyLog checks everything that can be checked of a log: what Verify does, the
// guards (of this package where none are given), and what replay, if not nil,
// compares with the tables that the log explains. It reads one snapshot and may
// run while others write; its memory does not grow with the log. A log that is
// wrong is a *Broken, which names the first event that is; so is what replay
// finds.
func VerifyLog(ctx context.Context, s *store.Store, replay func(*store.Tx) error, guards ...store.Migrations) (r Report, err error) {
	err = s.Read(ctx, func(tx *store.Tx) error {
		r, err = VerifyLogIn(tx, replay, guards...)
		return err
	})
	return r, err
}

// VerifyLogIn is VerifyLog of what a transaction sees, which may be a ledger that
// is only there once it ends well.
func VerifyLogIn(tx *store.Tx, replay func(*store.Tx) error, guards ...store.Migrations) (Report, error) {
	r, err := verify(tx, 0)
	if err != nil {
		return r, err
	}
	if err := CheckGuards(tx, guards...); err != nil || replay == nil {
		return r, err
	}
	err = replay(tx)
	if err == nil || store.Unavailable(err) || tx.Context().Err() != nil {
		return r, wrap("replay", err)
	}
	return r, wrap("replay", &Broken{Seq: -1, What: err})
}

// Verify checks the whole log: each payload against its hash, its format and the
// columns beside it, positions without gaps, instants that never fall, the chain
// of every deal, the tree against the events, the checkpoints against the tree
// and the log's keys, and every text against its commitment. What is wrong is a
// *Broken. A text that is missing was erased and is fine.
func Verify(tx *store.Tx) error {
	_, err := verify(tx, 0)
	return err
}

// tail is how many of the newest events VerifyTail checks, and up to where the
// next older checkpoint stands.
const tail = 1000

// VerifyTail checks the newest thousand events or so, from a checkpoint on: what
// a crash or a clumsy hand would have spoilt. It takes milliseconds.
func VerifyTail(tx *store.Tx) error {
	var from int64
	err := tx.SQL().Row(`SELECT coalesce(max(size), 0) FROM audit_checkpoints
		WHERE size <= (SELECT coalesce(max(seq), 0) FROM audit_events) - ?`, []any{tail}, &from)
	if err == nil {
		_, err = verify(tx, from)
	}
	return err
}

func verify(tx *store.Tx, from int64) (Report, error) {
	v := inspector{tx: tx, next: from}
	err := v.begin()
	for more := true; more && err == nil; {
		more, err = v.page()
	}
	if err == nil {
		err = v.end()
	}
	if err == nil {
		err = verifyTexts(tx, from)
	}
	return Report{Origin: v.origin, Events: v.next, Checkpoints: v.checkpoints, Root: v.root()}, wrap("verify", err)
}

// begin takes what came before the first event to check from the log itself.
func (v *inspector) begin() error {
	if v.next == 0 {
		return nil
	}
	var payload []byte
	err := v.tx.SQL().Row(`SELECT payload FROM audit_events WHERE seq = ?`, []any{v.next - 1}, &payload)
	if errors.Is(err, store.ErrNotFound) {
		return broken(v.next-1, "missing")
	}
	if err != nil {
		return err
	}
	b, err := decode(payload)
	if err != nil {
		return &Broken{Seq: v.next - 1, What: err}
	}
	v.origin, v.at = b.log, b.at
	if b.typ == typeRotated {
		v.former = b.detail("old")
	}
	if v.key, err = signingBefore(v.tx, v.next); err != nil {
		return err
	}
	v.stack, err = (tree{v.tx}).ReadHashes(peaks(v.next))
	if errors.Is(err, errNodes) {
		return &Broken{Seq: v.next - 1, What: err}
	}
	if err != nil {
		return err
	}
	var c signedHead
	err = v.tx.SQL().Row(`SELECT size, note FROM audit_checkpoints WHERE size = ?`, []any{v.next}, &c.size, &c.note)
	if err != nil {
		return err
	}
	return v.checkpoint(c)
}

// end checks that the log's tables go no further than its events.
func (v *inspector) end() error {
	var nodes, size int64
	var name string
	err := v.tx.SQL().Row(`SELECT coalesce((SELECT max(id) FROM audit_hashes), -1) + 1,
		coalesce((SELECT max(size) FROM audit_checkpoints), 0), coalesce((SELECT origin FROM audit_log WHERE id = 1), '')`,
		nil, &nodes, &size, &name)
	switch {
	case err != nil:
		return err
	case size > v.next:
		return broken(v.next, "missing; a checkpoint covers %d events", size)
	case nodes > tlog.StoredHashCount(v.next):
		return broken(v.next, "missing; the tree holds nodes of it")
	case name != v.origin:
		return broken(v.began, "belongs to the log %q, not to %q", v.origin, name)
	}
	return nil
}

func verifyTexts(tx *store.Tx, from int64) error {
	return tx.SQL().Rows(`SELECT t.seq, t.n, t.kind, t.salt, t.text, e.payload
		FROM audit_texts t JOIN audit_events e ON e.seq = t.seq WHERE t.seq >= ? AND e.seq >= ? ORDER BY t.seq, t.n`, []any{from, from},
		func(scan func(...any) error) error {
			var seq, n int64
			var kind, text string
			var salt, payload []byte
			if err := scan(&seq, &n, &kind, &salt, &text, &payload); err != nil {
				return err
			}
			b, err := decode(payload)
			if err != nil {
				return &Broken{Seq: seq, What: err}
			}
			if n < 0 || n >= int64(len(b.c)) || b.c[n] != commitment(kind, salt, text) {
				return broken(seq, "the text %q does not match its commitment", kind)
			}
			return nil
		})
}
