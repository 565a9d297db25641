package audit

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"io"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Key signs the checkpoints of one log. Its public half, the text form of
// sumdb/note, is what people compare and what verifies a receipt.
type Key struct {
	note.Signer
	public string
}

// Public returns the public key as text: name, hash and key, joined by "+".
func (k Key) Public() string { return k.public }

// ErrNoKey says that a log's key is not in its file. Such a log must not go on:
// what it signed could not be continued.
var ErrNoKey = errors.New("the key of this log is missing")

const algorithm = 1 // Ed25519, in the keys of sumdb/note

// newKey makes a key for the log of that name, and the line that keeps it.
func newKey(random io.Reader, name string) (Key, string, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return Key{}, "", wrap("make a key", err)
	}
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	vkey, err := note.NewEd25519VerifierKey(name, public)
	if err != nil {
		return Key{}, "", wrap("make a key", err)
	}
	hash := strings.Split(vkey, "+")[1]
	line := "PRIVATE+KEY+" + name + "+" + hash + "+" + base64.StdEncoding.EncodeToString(append([]byte{algorithm}, seed...))
	k, err := readKey(line)
	return k, line, wrap("make a key", err)
}

// readKey reads a line of a key file.
func readKey(line string) (Key, error) {
	s, err := note.NewSigner(line)
	if err != nil {
		return Key{}, err
	}
	parts := strings.SplitN(line, "+", 5) // the last one has a + of its own
	raw, err := base64.StdEncoding.DecodeString(parts[4])
	if err != nil || len(raw) != 1+ed25519.SeedSize {
		return Key{}, errors.New("malformed key")
	}
	public := ed25519.NewKeyFromSeed(raw[1:]).Public().(ed25519.PublicKey)
	vkey, err := note.NewEd25519VerifierKey(s.Name(), public)
	return Key{Signer: s, public: vkey}, err
}
