// Package code makes and reads the short one-time codes that people carry from
// one chat app to another by hand. It keeps nothing: whoever issues a code
// stores its Sum, never the code, and knows when it ends and whether it was used.
package code

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
)

// The lengths of codes, in symbols of five random bits. A short one is safe
// where it lives for minutes, a long one where it may wait for days.
const (
	Short = 8
	Long  = 12
)

// alphabet is Crockford's base32, which leaves out letters that look like digits.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// New returns a new code of that length, at most Long; random fills a slice with
// random bytes.
func New(random func(p []byte), length int) string {
	var bytes [8]byte
	random(bytes[:])
	bits := binary.BigEndian.Uint64(bytes[:])
	out := make([]byte, length)
	for i := range out {
		out[i] = alphabet[bits&31]
		bits >>= 5
	}
	return string(out)
}

// Read returns the code of that length that a person typed, in the form of New: any case,
// with spaces or hyphens anywhere, and with the letters O, I and L for the
// digits they look like. It reports false for what cannot be a code.
func Read(typed string, length int) (string, bool) {
	typed = strings.NewReplacer(" ", "", "-", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	if len(typed) != length || strings.Trim(typed, alphabet) != "" {
		return "", false
	}
	return typed, true
}

// Sum returns what is kept of a code.
func Sum(code string) []byte {
	sum := sha256.Sum256([]byte(code))
	return sum[:]
}
