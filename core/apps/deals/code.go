package deals

import (
	"crypto/sha256"
	"strings"
)

// A code has 60 random bits: 12 symbols of Crockford's base32, which leaves out
// the letters that are misread. Only its SHA-256 is kept.
const (
	codeSymbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeLength  = 12
	linkPrefix  = "deal"
)

// makeCode spends eight random bytes, of which 60 bits count.
func makeCode(random [8]byte) string {
	var bits uint64
	for _, b := range random {
		bits = bits<<8 | uint64(b)
	}
	var code [codeLength]byte
	for i := range code {
		code[i] = codeSymbols[bits&31]
		bits >>= 5
	}
	return string(code[:])
}

// parseCode reads a code as people copy it: any case, hyphens and spaces
// anywhere, I and L for 1, O for 0, and with the word that a start link puts
// before it. It reports false for everything else.
func parseCode(s string) (string, bool) {
	typed := strings.ToUpper(strings.TrimSpace(s))
	typed = strings.TrimPrefix(typed, strings.ToUpper(linkPrefix)+"-")
	typed = strings.NewReplacer("-", "", " ", "", "I", "1", "L", "1", "O", "0").Replace(typed)
	if len(typed) != codeLength || strings.Trim(typed, codeSymbols) != "" {
		return "", false
	}
	return typed, true
}

// spaced writes a code in the groups in which people read it out.
func spaced(code string) string { return code[:4] + "-" + code[4:8] + "-" + code[8:] }

func hashCode(code string) []byte {
	sum := sha256.Sum256([]byte(code))
	return sum[:]
}
