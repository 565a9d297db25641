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

// Checkpoint is the head of a log's tree: its name, how many events it holds and
// the root over them. Its text is that of C2SP tlog-checkpoint without extension
// lines; what is published is that text under signatures.
type Checkpoint struct {
	Origin string
	Size   int64
	Root   [32]byte
}

var (
	errCheckpoint = errors.New("not a checkpoint: expected a name, a size and a root, each on its line")
	errSignature  = errors.New("a signature line is not written in the one form it has")
)

// Text returns the three lines that are signed.
func (c Checkpoint) Text() string {
	return c.Origin + "\n" + strconv.FormatInt(c.Size, 10) + "\n" + base64.StdEncoding.EncodeToString(c.Root[:]) + "\n"
}

// ParseCheckpoint reads the three lines. It accepts exactly what Text writes.
func ParseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 {
		return Checkpoint{}, errCheckpoint
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return Checkpoint{}, errCheckpoint
	}
	root, err := tlog.ParseHash(lines[2])
	c := Checkpoint{Origin: lines[0], Size: size, Root: root}
	if err != nil || c.Origin == "" || c.Text() != text {
		return Checkpoint{}, errCheckpoint
	}
	return c, nil
}

// OpenCheckpoint reads a signed checkpoint. At least one signature must be by a
// key of verifiers that bears the log's name, and every signature line must be by
// some key of verifiers and written in the one form it has: nothing in it goes
// unchecked. signers are those keys, in the order of the lines.
func OpenCheckpoint(signed []byte, verifiers ...note.Verifier) (c Checkpoint, signers []note.Verifier, err error) {
	n, err := note.Open(signed, note.VerifierList(verifiers...))
	if err != nil {
		return Checkpoint{}, nil, fmt.Errorf("audit: read a checkpoint: %w", err)
	}
	if c, err = ParseCheckpoint(n.Text); err != nil {
		return Checkpoint{}, nil, fmt.Errorf("audit: read a checkpoint: %w", err)
	}
	again := bytes.NewBufferString(n.Text + "\n")
	byLog := false
	for _, s := range n.Sigs {
		raw, err := base64.StdEncoding.Strict().DecodeString(s.Base64)
		if err != nil {
			return Checkpoint{}, nil, fmt.Errorf("audit: read a checkpoint: %w", errSignature)
		}
		fmt.Fprintf(again, "— %s %s\n", s.Name, base64.StdEncoding.EncodeToString(raw))
		byLog = byLog || s.Name == c.Origin
		for _, v := range verifiers {
			if v.Name() == s.Name && v.KeyHash() == s.Hash {
				signers = append(signers, v)
			}
		}
	}
	if len(n.UnverifiedSigs) > 0 {
		return Checkpoint{}, nil, fmt.Errorf("audit: read a checkpoint: signed by %s, whose key was not given", n.UnverifiedSigs[0].Name)
	}
	if !bytes.Equal(again.Bytes(), signed) {
		return Checkpoint{}, nil, fmt.Errorf("audit: read a checkpoint: %w", errSignature)
	}
	if !byLog {
		return Checkpoint{}, nil, fmt.Errorf("audit: read a checkpoint: the log %s did not sign it", c.Origin)
	}
	return c, signers, nil
}

// sign returns the checkpoint under the signatures of these keys.
func (c Checkpoint) sign(signers ...note.Signer) ([]byte, error) {
	signed, err := note.Sign(&note.Note{Text: c.Text()}, signers...)
	return signed, wrap("sign a checkpoint", err)
}
