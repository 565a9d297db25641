//go:build !cgo

package store

import (
	"errors"

	modernc "modernc.org/sqlite"
)

// Without a C compiler: the same library translated to Go. It does not scale
// over concurrent readers.
const (
	sqliteDriver  = "sqlite"
	sqliteOptions = ""
	sqliteReaders = 2

	sqliteLeaseOptions = ""
)

func sqliteCode(err error) (int, bool) {
	var e *modernc.Error
	if !errors.As(err, &e) {
		return 0, false
	}
	return e.Code(), true
}
