//go:build cgo

package store

import (
	"errors"

	"github.com/mattn/go-sqlite3"
)

// With a C compiler: the driver that gorm brings along. The statement cache is
// for gorm's queries. A connection serves one goroutine at a time, which makes
// the library's own locks superfluous.
const (
	sqliteDriver  = "sqlite3"
	sqliteOptions = "_mutex=no&_stmt_cache_size=128"
	sqliteReaders = 4

	// The driver reads from every database it opens, and would wait 5 s for one
	// that is held by another process.
	sqliteLeaseOptions = "_busy_timeout=0"
)

func sqliteCode(err error) (int, bool) {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return 0, false
	}
	if e.ExtendedCode != 0 {
		return int(e.ExtendedCode), true
	}
	return int(e.Code), true
}
