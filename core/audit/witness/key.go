package witness

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// algorithm marks keys that sign with an instant, as C2SP tlog-cosignature has it.
const algorithm = 4

var errKey = errors.New("witness: not the key of a witness")

// key signs for a witness.
type key struct {
	name    string
	private ed25519.PrivateKey
}

func makeKey(name string, random io.Reader) (key, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return key{}, fmt.Errorf("witness: make a key: %w", err)
	}
	return key{name, ed25519.NewKeyFromSeed(seed)}, nil
}

func (k key) pub() []byte { return k.private.Public().(ed25519.PublicKey) }

// public returns the key that verifies, as text: name, hash and key.
func (k key) public() string { return encode(k.name, k.pub(), k.pub()) }

// secret returns the line that keeps the key.
func (k key) secret() string { return "PRIVATE+KEY+" + encode(k.name, k.pub(), k.private.Seed()) }

func encode(name string, pub, content []byte) string {
	return fmt.Sprintf("%s+%08x+%s", name, keyHash(name, pub), base64.StdEncoding.EncodeToString(append([]byte{algorithm}, content...)))
}

func keyHash(name string, pub []byte) uint32 {
	sum := sha256.Sum256(append([]byte(name+"\n"+string(rune(algorithm))), pub...))
	return binary.BigEndian.Uint32(sum[:4])
}

// decode reads the text of either half of a key: its name and its 32 bytes.
func decode(text string) (name string, content []byte, err error) {
	parts := strings.SplitN(text, "+", 3) // base64 has a + of its own
	if len(parts) != 3 || parts[0] == "" || strings.ContainsAny(parts[0], " \t\n") {
		return "", nil, errKey
	}
	raw, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(raw) != 33 || raw[0] != algorithm {
		return "", nil, errKey
	}
	return parts[0], raw[1:], nil
}

func readKey(line string) (key, error) {
	text, found := strings.CutPrefix(strings.TrimSpace(line), "PRIVATE+KEY+")
	name, seed, err := decode(text)
	if !found || err != nil {
		return key{}, errKey
	}
	k := key{name, ed25519.NewKeyFromSeed(seed)}
	if k.secret() != strings.TrimSpace(line) {
		return key{}, errKey
	}
	return k, nil
}

// cosign returns the signature line under the text of a checkpoint, which says
// that at this instant it was the newest that the witness had seen.
func (k key) cosign(text string, at time.Time) string {
	seconds := uint64(at.Unix())
	content := binary.BigEndian.AppendUint32(nil, keyHash(k.name, k.pub()))
	content = binary.BigEndian.AppendUint64(content, seconds)
	content = append(content, ed25519.Sign(k.private, message(seconds, []byte(text)))...)
	return "— " + k.name + " " + base64.StdEncoding.EncodeToString(content) + "\n"
}

func message(seconds uint64, text []byte) []byte {
	return append([]byte("cosignature/v1\ntime "+strconv.FormatUint(seconds, 10)+"\n"), text...)
}

// verifier checks the signatures of a witness.
type verifier struct {
	name string
	pub  ed25519.PublicKey
}

// NewVerifier reads the public key of a witness, as Key returns it, for
// audit.VerifyReceipt and audit.OpenCheckpoint.
func NewVerifier(public string) (note.Verifier, error) {
	name, pub, err := decode(public)
	if err != nil {
		return nil, err
	}
	if encode(name, pub, pub) != public {
		return nil, errKey
	}
	return verifier{name, pub}, nil
}

func (v verifier) Name() string    { return v.name }
func (v verifier) KeyHash() uint32 { return keyHash(v.name, v.pub) }

func (v verifier) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	return ed25519.Verify(v.pub, message(binary.BigEndian.Uint64(sig), text), sig[8:])
}
