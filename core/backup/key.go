package backup

import (
	"errors"
	"fmt"

	"golang.org/x/crypto/argon2"
)

// The ways to make a key of a passphrase.
const (
	none  = "none" // there is no passphrase
	argon = "argon2id"
)

// kdf says how the key was made of the passphrase. M is in KiB, Salt 16 bytes.
type kdf struct {
	Name string `json:"name"`
	T    uint32 `json:"t,omitempty"`
	M    uint32 `json:"m,omitempty"`
	P    uint8  `json:"p,omitempty"`
	Salt []byte `json:"salt,omitempty"`
}

// What reading puts up with: a stranger's file must not be able to take all
// memory or all day.
const (
	maxT     = 10
	maxM     = 256 << 10
	maxP     = 16
	saltSize = 16
	keySize  = 32
)

func (k kdf) check() error {
	switch k.Name {
	case none:
		if k.T != 0 || k.M != 0 || k.P != 0 || len(k.Salt) != 0 {
			return errors.New("a cost without a passphrase")
		}
		return nil
	case argon:
	default:
		return fmt.Errorf("there is no key derivation %q", k.Name)
	}
	if k.T < 1 || k.T > maxT || k.M < 8*uint32(k.P) || k.M > maxM || k.P < 1 || k.P > maxP || len(k.Salt) != saltSize {
		return errors.New("the cost of the key is out of bounds")
	}
	return nil
}

func (k kdf) key(passphrase string) []byte {
	return argon2.IDKey([]byte(passphrase), k.Salt, k.T, k.M, k.P, keySize)
}
