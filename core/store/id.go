package store

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"sync"
	"time"
)

// source hands out random bytes to transactions of any goroutine; a reader that
// a test seeded is rarely safe for that by itself.
type source struct {
	mu sync.Mutex
	r  io.Reader
}

func (s *source) fill(p []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := io.ReadFull(s.r, p); err != nil {
		// Identifiers and codes made without randomness would be worse than none.
		panic(fmt.Errorf("store: read randomness: %w", err))
	}
}

// uuidV7 lays out RFC 9562 version 7: 48 bits of milliseconds, then randomness
// with the version and variant bits set.
func uuidV7(now time.Time, fill func([]byte)) string {
	var b [18]byte
	fill(b[8:])
	binary.BigEndian.PutUint64(b[:8], uint64(now.UnixMilli())<<16)
	copy(b[6:], b[8:])
	b[6] = b[6]&0x0f | 0x70
	b[8] = b[8]&0x3f | 0x80

	var text [36]byte
	hex.Encode(text[0:8], b[0:4])
	hex.Encode(text[9:13], b[4:6])
	hex.Encode(text[14:18], b[6:8])
	hex.Encode(text[19:23], b[8:10])
	hex.Encode(text[24:36], b[10:16])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}
