package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

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
