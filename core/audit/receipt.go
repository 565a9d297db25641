package audit

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A receipt is the text of C2SP tlog-proof with the event's bytes as its extra
// data: everything that somebody without the database needs, besides the log's
// public key, to see that the event was logged.
type receipt struct {
	payload    []byte
	seq        int64
	proof      tlog.RecordProof
	checkpoint []byte // as signed
}

const receiptHeader = "c2sp.org/tlog-proof@v1\n"

// maxReceipt bounds what is read as a receipt; a real one takes about 1.5 kB.
const maxReceipt = 1 << 20

var errReceipt = errors.New("not a receipt: it is not written as c2sp.org/tlog-proof@v1 with an event as extra data")

func (r *receipt) format() []byte {
	out := bytes.NewBufferString(receiptHeader)
	fmt.Fprintf(out, "extra %s\nindex %d\n", base64.StdEncoding.EncodeToString(r.payload), r.seq)
	for _, h := range r.proof {
		out.WriteString(h.String() + "\n")
	}
	out.WriteString("\n")
	out.Write(r.checkpoint)
	return out.Bytes()
}

// parseReceipt accepts exactly what format writes.
func parseReceipt(data []byte) (r receipt, err error) {
	if len(data) > maxReceipt {
		return r, errReceipt
	}
	head, signed, found := strings.Cut(string(data), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 {
		return r, errReceipt
	}
	r.checkpoint = []byte(signed)
	extra, _ := strings.CutPrefix(lines[1], "extra ")
	if r.payload, err = base64.StdEncoding.DecodeString(extra); err != nil {
		return r, errReceipt
	}
	index, _ := strings.CutPrefix(lines[2], "index ")
	if r.seq, err = strconv.ParseInt(index, 10, 64); err != nil {
		return r, errReceipt
	}
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return r, errReceipt
		}
		r.proof = append(r.proof, hash)
	}
	// One spelling only, so that no byte of it is without meaning.
	if !bytes.Equal(r.format(), data) {
		return r, errReceipt
	}
	return r, nil
}

// Proven is what a verified receipt proves.
type Proven struct {
	Record     Record
	Checkpoint Checkpoint
	SignedBy   []string // names of the keys, the log's and those of witnesses
	// Origin is the log that recorded the event: that of the checkpoint, or one
	// that it continues.
	Origin string
}

// VerifyReceipt checks a receipt with nothing but the public keys of people's
// trust: one of the log, and any of witnesses that cosigned the checkpoint. It
// proves that the event stands in the log, not that nothing followed it. The
// error says what does not fit; a receipt with any byte changed has one.
func VerifyReceipt(data []byte, keys ...note.Verifier) (Proven, error) {
	r, err := parseReceipt(data)
	if err != nil {
		return Proven{}, fmt.Errorf("audit: verify a receipt: %w", err)
	}
	c, signers, err := OpenCheckpoint(r.checkpoint, keys...)
	if err != nil {
		return Proven{}, err
	}
	b, err := decode(r.payload)
	if err != nil {
		return Proven{}, fmt.Errorf("audit: verify a receipt: %w", err)
	}
	if b.seq != r.seq {
		return Proven{}, fmt.Errorf("audit: verify a receipt: it is for place %d, but its event says %d", r.seq, b.seq)
	}
	leaf := leafHash(r.payload)
	if err := tlog.CheckRecord(r.proof, c.Size, c.Root, r.seq, tlog.Hash(leaf)); err != nil {
		return Proven{}, fmt.Errorf("audit: verify a receipt: the log signed another event at place %d: %w", r.seq, err)
	}
	verified := Proven{Record: b.record(r.payload, leaf), Checkpoint: c, Origin: b.log}
	for _, s := range signers {
		verified.SignedBy = append(verified.SignedBy, s.Name())
	}
	return verified, nil
}
