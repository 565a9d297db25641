package audit

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/parleybot/parley/core/store"
)

// head is what the next event continues: the log's end and, for a deal, its
// chain's.
type head struct {
	origin  string
	seq, at int64
	nodes   int64 // stored, of the tree
	dealSeq int64
	leaf    []byte
}

// bell is rung by every append, for whoever signs.
const bell = "audit"

// Append writes an event at the end of the log and returns how it stands there.
// Positions count from 0 without gaps and instants never fall, whatever the
// clock does, and the tree over them grows with them. An event of a deal continues the deal's chain: its DealSeq is one
// more than that of the event before.
func Append(tx *store.Tx, e Event) (Record, error) {
	h, err := readHead(tx, e.Deal)
	if errors.Is(err, store.ErrNotFound) {
		if _, err = Open(tx, ""); err == nil {
			h, err = readHead(tx, e.Deal)
		}
	}
	if err == nil && h.nodes < tlog.StoredHashCount(h.seq+1) {
		err = complete(tx)
	}
	if err != nil {
		return Record{}, wrap("append", err)
	}
	if e.Deal != "" && int64(e.DealSeq) != h.dealSeq+1 {
		return Record{}, fmt.Errorf("audit: append: event %d of deal %s cannot follow event %d", e.DealSeq, e.Deal, h.dealSeq)
	}
	salts, c := seal(tx, e.Texts)
	b := body{
		log: h.origin, seq: h.seq + 1, at: max(store.Millis(tx.Now()), h.at), typ: e.Type,
		deal: e.Deal, dealSeq: int64(e.DealSeq), prev: base64.StdEncoding.EncodeToString(h.leaf),
		from: e.From, to: e.To, actor: e.Actor, as: e.As, comm: e.Community, via: e.Via,
		req: requestHash(e.Req), policy: cmp.Or(e.Policy, policyOpen), d: e.D, c: c,
	}
	payload, err := b.encode()
	if err != nil {
		return Record{}, wrap("append "+e.Type, err)
	}
	leaf := leafHash(payload)
	_, err = tx.SQL().Exec(`INSERT INTO audit_events (seq, at, type, deal, deal_seq, leaf_hash, payload)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, b.seq, b.at, b.typ, b.deal, b.dealSeq, leaf, payload)
	if err == nil {
		err = grow(tx, b.seq, leaf)
	}
	if err != nil {
		return Record{}, wrap("append", err)
	}
	for i, t := range e.Texts {
		_, err := tx.SQL().Exec(`INSERT INTO audit_texts (seq, n, kind, salt, text, author) VALUES (?, ?, ?, ?, ?, ?)`,
			b.seq, i, t.Kind, salts[i], t.Text, t.Author)
		if err != nil {
			return Record{}, wrap("append", err)
		}
	}
	tx.Ring(bell)
	r := b.record(payload, leaf)
	r.Texts = e.Texts
	return r, nil
}

func readHead(tx *store.Tx, deal string) (head, error) {
	var h head
	err := tx.SQL().Row(`SELECT l.origin, coalesce(e.seq, -1), coalesce(e.at, 0),
			coalesce((SELECT max(id) FROM audit_hashes), -1) + 1, coalesce(d.deal_seq, 0), d.leaf_hash
		FROM audit_log l
		LEFT JOIN audit_events e ON e.seq = (SELECT max(seq) FROM audit_events)
		LEFT JOIN audit_events d ON d.seq =
			(SELECT seq FROM audit_events WHERE deal = ? AND deal <> '' ORDER BY deal_seq DESC LIMIT 1)
		WHERE l.id = 1`,
		[]any{deal}, &h.origin, &h.seq, &h.at, &h.nodes, &h.dealSeq, &h.leaf)
	return h, err
}

func seal(tx *store.Tx, texts []Text) (salts [][]byte, commitments []string) {
	for _, t := range texts {
		salt := make([]byte, 16)
		tx.Random(salt)
		salts = append(salts, salt)
		commitments = append(commitments, commitment(t.Kind, salt, t.Text))
	}
	return salts, commitments
}

// OfDeal returns the events of a deal, oldest first, with those of their texts
// that were not erased.
func OfDeal(tx *store.Tx, dealID string) ([]Record, error) {
	if dealID == "" {
		return nil, nil // what belongs to no deal is not a chain
	}
	var records []Record
	err := tx.SQL().Rows(`SELECT leaf_hash, payload FROM audit_events WHERE deal = ? AND deal <> '' ORDER BY deal_seq`,
		[]any{dealID}, func(scan func(...any) error) error {
			var leaf, payload []byte
			if err := scan(&leaf, &payload); err != nil {
				return err
			}
			b, err := decode(payload)
			records = append(records, b.record(payload, leaf))
			return err
		})
	if err != nil {
		return nil, wrap("read deal "+dealID, err)
	}
	bySeq := make(map[int64]int, len(records))
	for i, r := range records {
		bySeq[r.Seq] = i
	}
	err = tx.SQL().Rows(`SELECT t.seq, t.kind, t.text, t.author FROM audit_events e JOIN audit_texts t ON t.seq = e.seq
		WHERE e.deal = ? AND e.deal <> '' ORDER BY t.seq, t.n`,
		[]any{dealID}, func(scan func(...any) error) error {
			var seq int64
			var t Text
			if err := scan(&seq, &t.Kind, &t.Text, &t.Author); err != nil {
				return err
			}
			r := &records[bySeq[seq]]
			r.Texts = append(r.Texts, t)
			return nil
		})
	return records, wrap("read deal "+dealID, err)
}

func (b *body) record(payload, leaf []byte) Record {
	return Record{
		Seq: b.seq, At: store.Time(b.at), Type: b.typ, Deal: b.deal, DealSeq: int(b.dealSeq),
		From: b.from, To: b.to, Actor: b.actor, As: b.as, Community: b.comm, Via: b.via,
		D: b.d, Payload: payload, LeafHash: leaf,
	}
}

func wrap(action string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("audit: %s: %w", action, err)
}
