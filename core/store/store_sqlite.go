package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	sqlitegorm "gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

// sqlite is the default database. The driver underneath is chosen at build time;
// see store_sqlite_cgo.go and store_sqlite_purego.go.
var sqlite = dialect{
	name:     "sqlite",
	readers:  sqliteReaders,
	prepare:  sqlitePrepare,
	open:     sqliteOpen,
	setup:    sqliteSetup,
	isolated: sqliteIsolated,

	beginWrite: "BEGIN IMMEDIATE",
	beginRead:  "BEGIN",
	commit:     "COMMIT",
	rollback:   "ROLLBACK",

	gorm:       sqliteGorm,
	checkpoint: sqliteCheckpoint,
	lost:       sqliteLost,
}

const (
	// walLimit is the size above which the log is cut back even though that
	// makes the writer wait for a moment.
	walLimit = 64 << 20
	// autocheckpoint is the backstop, in pages of 4 KiB, for when the keeper
	// cannot keep up.
	autocheckpoint = 8000
)

// sqlitePrepare looks at the file before the driver does, because the driver's
// words ("unable to open database file") do not help anybody.
func sqlitePrepare(ctx context.Context, path string) (func() error, error) {
	if path == "" {
		return nil, errors.New("store: open: no path given")
	}
	folder := filepath.Dir(path)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("store: open %s: there is no folder %s", path, folder)
	}
	// Only the owner may read what people agreed on. The log files copy the mode.
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	info, err := file.Stat()
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("store: open %s: not a regular file", path)
	}
	// The superuser could write to it all the same, but was asked not to.
	if info.Mode().Perm()&0o222 == 0 {
		return nil, &Error{Kind: ReadOnly, Err: fmt.Errorf("open %s: the file is read-only", path)}
	}
	return takeLease(ctx, path)
}

func sqliteOpen(path string) (*sql.DB, error) {
	name, err := sqliteName(path)
	if err != nil {
		return nil, err
	}
	return sql.Open(sqliteDriver, name)
}

// sqliteName is the URI of a path, so that no character in it is taken for an option.
func sqliteName(path string) (string, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	full = filepath.ToSlash(full)
	if !strings.HasPrefix(full, "/") {
		full = "/" + full // a drive letter
	}
	return (&url.URL{Scheme: "file", Path: full, RawQuery: sqliteOptions}).String(), nil
}

func sqliteSetup(ctx context.Context, c *sql.Conn, r role) error {
	settings := []string{
		"PRAGMA busy_timeout = 5000",
		"PRAGMA journal_mode = WAL",
		"PRAGMA synchronous = FULL",
		"PRAGMA foreign_keys = ON",
		"PRAGMA recursive_triggers = ON",
		"PRAGMA temp_store = MEMORY", // savepoints of a batch stay out of the file system
		"PRAGMA cache_size = -8000",  // KiB, for each connection
	}
	switch r {
	case roleWriter:
		settings = append(settings, fmt.Sprintf("PRAGMA wal_autocheckpoint = %d", autocheckpoint))
	case roleReader:
		settings = append(settings, "PRAGMA query_only = ON")
	case roleCheckpoint:
		// Cutting the log back waits for readers while holding up the writer.
		settings = append(settings, "PRAGMA busy_timeout = 100")
	}
	for _, setting := range settings {
		if _, err := c.ExecContext(ctx, setting); err != nil {
			return err
		}
	}
	return nil
}

func sqliteGorm(pool gorm.ConnPool) gorm.Dialector {
	return sqlitegorm.New(sqlitegorm.Config{DriverName: sqliteDriver, Conn: pool})
}

// sqliteKind maps a driver's result code; see https://sqlite.org/rescode.html.
func sqliteKind(err error) Kind {
	code, ok := sqliteCode(err)
	if !ok {
		return Other
	}
	switch code {
	case 2067, 1555, 2579: // UNIQUE, PRIMARY KEY, rowid
		return Unique
	case 787:
		return ForeignKey
	case 275, 1299, 3091: // CHECK, NOT NULL, type in a strict table
		return Check
	case 1811: // RAISE in a trigger
		return Guard
	}
	switch code & 0xff {
	case 5, 6, 15: // BUSY, LOCKED, PROTOCOL
		return Busy
	case 13:
		return Full
	case 8:
		return ReadOnly
	case 10, 14: // IOERR, CANTOPEN
		return IO
	case 11, 26: // CORRUPT, NOTADB
		return Corrupt
	}
	return Other
}

// sqliteLost finds out by trying to begin: inside a transaction that fails.
func sqliteLost(c *conn) bool {
	if c.control("BEGIN") != nil {
		return false
	}
	_ = c.control("ROLLBACK")
	return true
}

// sqliteIsolated refuses foreign keys that are checked at the commit only, since
// a batch has one commit: a mistake in one transaction would undo all of them.
func sqliteIsolated(ctx context.Context, c *sql.Conn) error {
	var table string
	err := c.QueryRowContext(ctx,
		"SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%INITIALLY DEFERRED%'").Scan(&table)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("table %s has a deferred foreign key, which could fail a whole batch of transactions", table)
}

// sqliteCheckpoint carries the log over without disturbing anyone, and cuts it
// back if it has grown too large for that.
func sqliteCheckpoint(ctx context.Context, c *sql.Conn, path string) error {
	var busy, frames, done int
	if err := c.QueryRowContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &frames, &done); err != nil {
		return err
	}
	info, err := os.Stat(path + "-wal")
	if err != nil || info.Size() <= walLimit {
		return nil
	}
	return c.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &done)
}
