package transfer

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
)

// sum is what was in a table: how many rows, and a hash of all in their order.
type sum struct {
	rows int64
	hash [sha256.Size]byte
}

// summer adds rows to a sum.
type summer struct {
	rows int64
	hash hash.Hash
	line []byte
}

func newSummer() *summer { return &summer{hash: sha256.New()} }

func (s *summer) add(row []any) {
	s.rows++
	s.line = s.line[:0]
	for _, value := range row {
		s.line = appendValue(s.line, value)
	}
	s.hash.Write(s.line)
}

func (s *summer) sum() (total sum) {
	if s.rows == 0 {
		return sum{}
	}
	total.rows = s.rows
	s.hash.Sum(total.hash[:0])
	return total
}

// appendValue writes a value so that no two rows read alike.
func appendValue(line []byte, value any) []byte {
	switch v := value.(type) {
	case int64:
		return binary.BigEndian.AppendUint64(append(line, 'i'), uint64(v))
	case string:
		line = binary.BigEndian.AppendUint64(append(line, 's'), uint64(len(v)))
		return append(line, v...)
	case []byte:
		line = binary.BigEndian.AppendUint64(append(line, 'b'), uint64(len(v)))
		return append(line, v...)
	}
	return append(line, 'n')
}

// kind is what a column holds.
type kind int

const (
	number kind = iota
	words
	bytes
)

// plain turns what a driver gives for a column into the one form of such a value:
// int64, string, []byte or nil.
func (k kind) plain(value any) (any, error) {
	switch v := value.(type) {
	case nil:
		return nil, nil
	case int64:
		if k == number {
			return v, nil
		}
	case string:
		switch k {
		case words:
			return v, nil
		case bytes:
			return []byte(v), nil
		}
	case []byte:
		switch k {
		case words:
			return string(v), nil
		case bytes:
			return v, nil
		}
	}
	return nil, fmt.Errorf("a %T where it should be another kind of value", value)
}
