package audit

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/parleybot/parley/core/store"
)

// Receipt returns the receipt of an event, in the text that VerifyReceipt
// reads: the same bytes each time, by the first checkpoint that holds the event.
// Until there is one, the error is ErrUnsigned.
func Receipt(tx *store.Tx, seq int64) ([]byte, error) {
	signed, err := covering(tx, seq)
	if err != nil {
		return nil, err
	}
	text, lines, _ := strings.Cut(string(signed), "\n\n")
	// Where two keys signed, the older one stands first: people know it already.
	line, _, _ := strings.Cut(lines, "\n")
	r := receipt{seq: seq, checkpoint: []byte(text + "\n\n" + line + "\n")}
	c, err := ParseCheckpoint(text + "\n")
	if err != nil {
		return nil, wrap("make a receipt", err)
	}
	if err := tx.SQL().Row(`SELECT payload FROM audit_events WHERE seq = ?`, []any{seq}, &r.payload); err != nil {
		return nil, wrap("make a receipt", err)
	}
	r.proof, err = tlog.ProveRecord(c.Size, seq, tree{tx})
	return r.format(), wrap("make a receipt", err)
}

// ErrNoCheckpoint says that the log was never signed.
var ErrNoCheckpoint = errors.New("audit: the log has no checkpoint yet")

// Consistency returns the newest checkpoint as signed, and the hashes that prove
// that the log of that size begins with the log of size old; none for old 0.
func Consistency(tx *store.Tx, old int64) (signed []byte, proof [][32]byte, err error) {
	size, signed, err := latest(tx)
	if err == nil && size == 0 {
		err = ErrNoCheckpoint
	}
	if err == nil && (old < 0 || old > size) {
		err = fmt.Errorf("audit: prove consistency: the newest checkpoint has %d events, and %d were seen", size, old)
	}
	if err != nil || old == 0 || old == size {
		return signed, nil, err
	}
	hashes, err := tlog.ProveTree(size, old, tree{tx})
	for _, h := range hashes {
		proof = append(proof, h)
	}
	return signed, proof, wrap("prove consistency", err)
}
