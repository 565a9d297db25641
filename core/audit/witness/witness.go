package witness

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/parleybot/parley/core/audit"
)

var (
	// ErrFork says that a log is not a continuation of what it was: its operator
	// showed two histories.
	ErrFork = errors.New("the log forked: it does not go on from what was seen of it")
	// ErrOlder says that a checkpoint is older than one already seen.
	ErrOlder = errors.New("the checkpoint is older than one seen before")
	// ErrOther says that the request begins elsewhere than where the witness stands.
	ErrOther = errors.New("the request begins at another size than the one seen last")
	// ErrRace says that somebody else moved this witness on in the meantime.
	ErrRace = errors.New("another request was answered at the same time; try again")

	errSigner = errors.New("the log did not sign this with the key that was given")
)

// Witness is a folder with a key and what was seen of each log.
type Witness struct {
	folder string
	key    key
	now    func() time.Time
}

// Open opens a witness, or makes one of that name with a new key where the folder
// holds none. An empty name opens what is there.
func Open(folder, name string, random io.Reader, now func() time.Time) (*Witness, error) {
	k, err := loadKey(filepath.Join(folder, "witness.key"), name, random)
	if err != nil {
		return nil, err
	}
	if name != "" && name != k.name {
		return nil, fmt.Errorf("witness: the one in %s is named %s, not %s", folder, k.name, name)
	}
	return &Witness{folder: folder, key: k, now: now}, nil
}

// Key returns the public key, which NewVerifier reads.
func (w *Witness) Key() string { return w.key.public() }

// Cosign answers a request: it returns the line that goes below the checkpoint,
// once it has seen that a key of the log signed it and that the log only grew
// since it was seen last. A log that is seen for the first time is believed. The
// same checkpoint may be signed again. Of a fork, the signed evidence is kept.
func (w *Witness) Cosign(request []byte, logKeys ...note.Verifier) (line string, err error) {
	r, err := ParseRequest(request)
	if err != nil {
		return "", err
	}
	if err := signedBy(r, logKeys); err != nil {
		return "", err
	}
	seen, err := w.last(r.head.Origin)
	if err != nil {
		return "", err
	}
	if err := r.grewFrom(seen.head); err != nil {
		if errors.Is(err, ErrFork) {
			err = errors.Join(err, w.keepEvidence(r))
		}
		return "", fmt.Errorf("witness: %s: %w", r.head.Origin, err)
	}
	if err := w.remember(seen, r); err != nil {
		return "", err
	}
	return w.key.cosign(r.head.Text(), w.now()), nil
}

// signedBy asks for one signature by a key of the log that bears its name; others
// may stand beside it.
func signedBy(r Request, keys []note.Verifier) error {
	n, err := note.Open(r.Checkpoint, note.VerifierList(keys...))
	if err != nil {
		return fmt.Errorf("witness: %s: %w: %w", r.head.Origin, errSigner, err)
	}
	for _, s := range n.Sigs {
		if s.Name == r.head.Origin && n.Text == r.head.Text() {
			return nil
		}
	}
	return fmt.Errorf("witness: %s: %w", r.head.Origin, errSigner)
}

// grewFrom tells why a log is not what was seen of it and possibly more.
func (r Request) grewFrom(seen audit.Checkpoint) error {
	switch {
	case r.head.Size < seen.Size:
		return fmt.Errorf("%w: it has %d events, and %d were seen", ErrOlder, r.head.Size, seen.Size)
	case r.head.Size == seen.Size && r.head.Root != seen.Root:
		return fmt.Errorf("%w: two logs of %d events", ErrFork, seen.Size)
	case r.Old != seen.Size:
		return fmt.Errorf("%w: make it with --old %d", ErrOther, seen.Size)
	case r.Old == 0 || r.head.Size == seen.Size:
		if len(r.Proof) > 0 {
			return errRequest
		}
		return nil
	}
	if err := tlog.CheckTree(r.Proof, r.head.Size, r.head.Root, seen.Size, seen.Root); err != nil {
		return fmt.Errorf("%w (or the proof is not its own: %w)", ErrFork, err)
	}
	return nil
}

// validName is what can stand in a signature line.
func validName(name string) bool { return name != "" && !strings.ContainsAny(name, "+ \t\r\n") }

// Refused reports whether an error of Cosign speaks against the log, as opposed
// to one of asking or of the machine.
func Refused(err error) bool {
	return errors.Is(err, ErrFork) || errors.Is(err, ErrOlder) || errors.Is(err, errSigner)
}
