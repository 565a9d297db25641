package audit

import (
	"bytes"
	"encoding/base64"
	"fmt"

	"github.com/parleybot/parley/core/store"
)

// row is an event as the table holds it.
type row struct {
	seq, at, dealSeq int64
	typ, deal        string
	leaf, payload    []byte
}

const rowColumns = `seq, at, type, deal, deal_seq, leaf_hash, payload`

func (r *row) fields() []any {
	return []any{&r.seq, &r.at, &r.typ, &r.deal, &r.dealSeq, &r.leaf, &r.payload}
}

// Verify checks the whole log: each payload against its hash, its format and
// the columns beside it, positions without gaps, instants that never fall, the
// chain of every deal, and every text against its commitment. The error names
// the first event that is wrong. A text that is missing was erased and is fine.
func Verify(tx *store.Tx) error {
	if err := verifyRows(tx); err != nil {
		return wrap("verify", err)
	}
	if err := verifyChains(tx); err != nil {
		return wrap("verify", err)
	}
	return wrap("verify", verifyTexts(tx))
}

func verifyRows(tx *store.Tx) error {
	var next, last int64
	var origin string
	return tx.SQL().Rows(`SELECT `+rowColumns+`, coalesce((SELECT origin FROM audit_log), '')
		FROM audit_events ORDER BY seq`, nil, func(scan func(...any) error) error {
		var r row
		if err := scan(append(r.fields(), &origin)...); err != nil {
			return err
		}
		if r.seq != next {
			return fmt.Errorf("event %d: missing; the next one is %d", next, r.seq)
		}
		if r.at < last {
			return fmt.Errorf("event %d: earlier than the event before it", r.seq)
		}
		next, last = r.seq+1, r.at
		return r.check(origin)
	})
}

func (r *row) check(origin string) error {
	if !bytes.Equal(leafHash(r.payload), r.leaf) {
		return fmt.Errorf("event %d: the payload does not match its hash", r.seq)
	}
	b, err := decode(r.payload)
	if err != nil {
		return fmt.Errorf("event %d: %w", r.seq, err)
	}
	if b.seq != r.seq || b.at != r.at || b.typ != r.typ || b.deal != r.deal || b.dealSeq != r.dealSeq {
		return fmt.Errorf("event %d: the columns do not match the payload", r.seq)
	}
	if b.log != origin {
		return fmt.Errorf("event %d: belongs to the log %q, not to %q", r.seq, b.log, origin)
	}
	return nil
}

func verifyChains(tx *store.Tx) error {
	var before row
	return tx.SQL().Rows(`SELECT `+rowColumns+` FROM audit_events WHERE deal <> '' ORDER BY deal, deal_seq`, nil,
		func(scan func(...any) error) error {
			var r row
			if err := scan(r.fields()...); err != nil {
				return err
			}
			if r.deal != before.deal {
				before = row{deal: r.deal, seq: -1}
			}
			b, err := decode(r.payload)
			if err != nil {
				return fmt.Errorf("event %d: %w", r.seq, err)
			}
			if r.dealSeq != before.dealSeq+1 || r.seq <= before.seq {
				return fmt.Errorf("event %d: not the next one of its deal", r.seq)
			}
			if b.prev != base64.StdEncoding.EncodeToString(before.leaf) {
				return fmt.Errorf("event %d: does not continue its deal's previous event", r.seq)
			}
			before = r
			return nil
		})
}

func verifyTexts(tx *store.Tx) error {
	return tx.SQL().Rows(`SELECT t.seq, t.n, t.kind, t.salt, t.text, e.payload
		FROM audit_texts t JOIN audit_events e ON e.seq = t.seq ORDER BY t.seq, t.n`, nil,
		func(scan func(...any) error) error {
			var seq, n int64
			var kind, text string
			var salt, payload []byte
			if err := scan(&seq, &n, &kind, &salt, &text, &payload); err != nil {
				return err
			}
			b, err := decode(payload)
			if err != nil {
				return fmt.Errorf("event %d: %w", seq, err)
			}
			if n < 0 || n >= int64(len(b.c)) || b.c[n] != commitment(kind, salt, text) {
				return fmt.Errorf("event %d: the text %q does not match its commitment", seq, kind)
			}
			return nil
		})
}
