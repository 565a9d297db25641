package witness

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/store"
)

// Request asks for a signature under a checkpoint.
type Request struct {
	Old        int64            // size that the witness saw last, 0 for none
	Proof      []tlog.Hash      // that the log of size Old is the beginning of this one
	Checkpoint []byte           // as signed by the log
	head       audit.Checkpoint // what it says
}

// maxProof is how many hashes a proof may have; two for each level of a tree are
// more than any has.
const maxProof = 63

// maxRequest bounds what is read as a request, in bytes.
const maxRequest = 1 << 16

var errRequest = errors.New("witness: not a request: expected \"old\" and a size, the hashes of a proof, an empty line, and a checkpoint")

// NewRequest returns a request for the newest checkpoint of a log, for a witness
// that saw it at size old last.
func NewRequest(tx *store.Tx, old int64) (Request, error) {
	signed, proof, err := audit.Consistency(tx, old)
	r := Request{Old: old, Checkpoint: signed}
	for _, h := range proof {
		r.Proof = append(r.Proof, h)
	}
	return r, err
}

// Format returns the request as text.
func (r Request) Format() []byte {
	out := bytes.NewBufferString("old " + strconv.FormatInt(r.Old, 10) + "\n")
	for _, h := range r.Proof {
		out.WriteString(h.String() + "\n")
	}
	out.WriteString("\n")
	out.Write(r.Checkpoint)
	return out.Bytes()
}

// ParseRequest reads what Format writes. It does not look at any signature.
func ParseRequest(data []byte) (r Request, err error) {
	if len(data) > maxRequest {
		return Request{}, errRequest
	}
	top, signed, found := strings.Cut(string(data), "\n\n")
	lines := strings.Split(top, "\n")
	if !found || len(lines) > 1+maxProof {
		return Request{}, errRequest
	}
	size, _ := strings.CutPrefix(lines[0], "old ")
	if r.Old, err = strconv.ParseInt(size, 10, 64); err != nil || r.Old < 0 {
		return Request{}, errRequest
	}
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return Request{}, errRequest
		}
		r.Proof = append(r.Proof, hash)
	}
	r.Checkpoint = []byte(signed)
	if !bytes.Equal(r.Format(), data) {
		return Request{}, errRequest
	}
	text, _, _ := strings.Cut(signed, "\n\n")
	if r.head, err = audit.ParseCheckpoint(text + "\n"); err != nil {
		return Request{}, fmt.Errorf("witness: read a request: %w", err)
	}
	return r, nil
}
