package audit

import "golang.org/x/mod/sumdb/tlog"

// row is an event as the table holds it, with the event before it in its deal.
type row struct {
	seq, at, dealSeq int64
	typ, deal        string
	leaf, payload    []byte
	before           int64 // seq of the deal's previous event, -1 for none
	beforeLeaf       []byte
}

type node struct {
	id   int64
	hash []byte
}

type signedHead struct {
	size int64
	note []byte
}

// pageSize bounds what is in memory at once, in events.
const pageSize = 500

// page checks the next events, the nodes they completed and the checkpoints over
// them. It reports whether more may follow.
func (v *inspector) page() (more bool, err error) {
	from, to := v.next, v.next+pageSize
	rows, err := v.rows(from)
	if err != nil {
		return false, err
	}
	if v.nodes, err = v.nodesBetween(tlog.StoredHashCount(from), tlog.StoredHashCount(to)); err != nil {
		return false, err
	}
	heads, err := v.headsBetween(from, to)
	if err != nil {
		return false, err
	}
	for _, r := range rows {
		if err := v.event(r); err != nil {
			return false, err
		}
		for len(heads) > 0 && heads[0].size == v.next {
			if err := v.checkpoint(heads[0]); err != nil {
				return false, err
			}
			heads = heads[1:]
		}
	}
	return len(rows) == pageSize, nil
}

func (v *inspector) rows(from int64) (rows []row, err error) {
	err = v.tx.SQL().Rows(`SELECT e.seq, e.at, e.type, e.deal, e.deal_seq, e.leaf_hash, e.payload,
			coalesce(p.seq, -1), p.leaf_hash
		FROM audit_events e
		LEFT JOIN audit_events p ON p.deal = e.deal AND p.deal <> '' AND p.deal_seq = e.deal_seq - 1
		WHERE e.seq >= ? ORDER BY e.seq LIMIT ?`, []any{from, pageSize}, func(scan func(...any) error) error {
		var r row
		err := scan(&r.seq, &r.at, &r.typ, &r.deal, &r.dealSeq, &r.leaf, &r.payload, &r.before, &r.beforeLeaf)
		rows = append(rows, r)
		return err
	})
	return rows, err
}

func (v *inspector) nodesBetween(from, to int64) (nodes []node, err error) {
	err = v.tx.SQL().Rows(`SELECT id, hash FROM audit_hashes WHERE id >= ? AND id < ? ORDER BY id`, []any{from, to},
		func(scan func(...any) error) error {
			var n node
			err := scan(&n.id, &n.hash)
			nodes = append(nodes, n)
			return err
		})
	return nodes, err
}

func (v *inspector) headsBetween(from, to int64) (heads []signedHead, err error) {
	err = v.tx.SQL().Rows(`SELECT size, note FROM audit_checkpoints WHERE size > ? AND size <= ? ORDER BY size`, []any{from, to},
		func(scan func(...any) error) error {
			var h signedHead
			err := scan(&h.size, &h.note)
			heads = append(heads, h)
			return err
		})
	return heads, err
}
