package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	sqlitegorm "gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

// sqlite is the default database. The driver underneath is chosen at build time;
// see store_sqlite_cgo.go and store_sqlite_purego.go.
var sqlite = dialect{
	name:     SQLite,
	readers:  sqliteReaders,
	prepare:  sqlitePrepare,
	open:     sqliteOpen,
	setup:    sqliteSetup,
	isolated: sqliteIsolated,

	founded:    "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migrations'",
	foundation: historyTable,
	script:     sqliteScript,

	control:   (*conn).controlPrepared,
	begin:     func(_ context.Context, c *conn) (int64, error) { return 0, c.control("BEGIN IMMEDIATE") },
	beginRead: func(_ context.Context, c *conn) (int64, error) { return 0, c.control("BEGIN") },
	commit:    func(c *conn, _ ending) error { return c.control("COMMIT") },

	gorm:       sqliteGorm,
	checkpoint: sqliteCheckpoint,
	snapshot:   sqliteSnapshot,
	inspect:    sqliteInspect,
	lost:       sqliteLost,
}

// autocheckpoint is the backstop, in pages of 4 KiB, for when the keeper cannot
// keep up with the writer.
const autocheckpoint = 8000

func sqliteSetup(ctx context.Context, pinned *conn, busy time.Duration) error {
	c, r := pinned.sql, pinned.role
	if r == roleCheckpoint {
		busy = 100 * time.Millisecond // cutting the log back waits for readers and holds up the writer
	}
	settings := []string{
		fmt.Sprintf("PRAGMA busy_timeout = %d", busy.Milliseconds()),
		"PRAGMA synchronous = FULL",
		"PRAGMA foreign_keys = ON",
		"PRAGMA recursive_triggers = ON",
		"PRAGMA temp_store = MEMORY", // savepoints of a batch stay out of the file system
		"PRAGMA cache_size = -8000",  // KiB, for each connection
		fmt.Sprintf("PRAGMA wal_autocheckpoint = %d", autocheckpoint),
	}
	switch r {
	case roleReader:
		settings = append(settings, "PRAGMA query_only = ON")
	case roleWriter:
		// What is deleted is written over: whoever is erased must not be left in
		// pages that nothing uses any more.
		settings = append(settings, "PRAGMA secure_delete = ON")
	}
	for _, setting := range settings {
		if _, err := c.ExecContext(ctx, setting); err != nil {
			return err
		}
	}
	if r == roleWriter {
		return sqliteWAL(ctx, c)
	}
	return nil
}

// sqliteWAL turns on the write-ahead log and makes sure that writing works at
// all: SQLite opens a file it may not write without a word.
func sqliteWAL(ctx context.Context, c *sql.Conn) error {
	var mode string
	if err := c.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return fmt.Errorf("no write-ahead log in this place (journal mode %s)", mode)
	}
	for _, statement := range []string{"BEGIN IMMEDIATE", "ROLLBACK"} {
		if _, err := c.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

func sqliteScript(ctx context.Context, c *conn, text string) error {
	_, err := c.sql.ExecContext(ctx, text)
	return err
}

func sqliteGorm(pool gorm.ConnPool) gorm.Dialector {
	return sqlitegorm.New(sqlitegorm.Config{DriverName: sqliteDriver, Conn: pool})
}

// sqliteCheckpoint carries the log over without disturbing anyone, and cuts it
// back if it has grown too large for that.
func sqliteCheckpoint(ctx context.Context, c *sql.Conn, path string, limit int64) error {
	var busy, frames, done int
	if err := c.QueryRowContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &frames, &done); err != nil {
		return err
	}
	info, err := os.Stat(path + "-wal")
	if errors.Is(err, fs.ErrNotExist) {
		return nil // nothing was written yet
	}
	if err != nil || info.Size() <= limit {
		return err
	}
	return c.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &done)
}
