// Package code makes and reads the short one-time codes that people carry from
// one chat app to another by hand. It keeps nothing: whoever issues a code
// stores its Sum, never the code, together with an end and whether it was used.
package code

import (
	"crypto/sha256"
	"strings"
)

// Length is the number of symbols of a code: 40 random bits.
const Length = 8

// alphabet is Crockford's base32, which leaves out letters that look like digits.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// New returns a new code; random fills a slice with random bytes.
func New(random func(p []byte)) string {
	var bits [Length]byte
	random(bits[:])
	out := make([]byte, Length)
	for i, b := range bits {
		out[i] = alphabet[b&31]
	}
	return string(out)
}

// Read returns the code that a person typed, in the form of New: any case,
// with spaces or hyphens anywhere, and with the letters O, I and L for the
// digits they look like. It reports false for what cannot be a code.
func Read(typed string) (string, bool) {
	typed = strings.NewReplacer(" ", "", "-", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	if len(typed) != Length || strings.Trim(typed, alphabet) != "" {
		return "", false
	}
	return typed, true
}

// Sum returns what is kept of a code.
func Sum(code string) []byte {
	sum := sha256.Sum256([]byte(code))
	return sum[:]
}
