package store

import (
	"strings"
	"unicode/utf8"
)

// Storable returns words that every database takes. Those that come from outside,
// in the names of people or in what a server answers when it fails, may hold zero
// bytes and broken UTF-8, which PostgreSQL refuses.
func Storable(s string) string {
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "")
}
