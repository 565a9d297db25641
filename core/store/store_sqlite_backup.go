package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
)

// errDiscard makes the pool drop a connection instead of keeping it.
var errDiscard = driver.ErrBadConn

// sqliteSnapshot reads within one transaction, whatever is written meanwhile.
func sqliteSnapshot(ctx context.Context, c *sql.Conn, to string) error {
	for _, setting := range []string{
		"PRAGMA busy_timeout = 5000",
		"PRAGMA cache_size = -8000",
		// Half a copy is thrown away whatever happened, so it need not be durable.
		"PRAGMA synchronous = OFF",
	} {
		if _, err := c.ExecContext(ctx, setting); err != nil {
			return err
		}
	}
	_, err := c.ExecContext(ctx, "VACUUM INTO ?", to)
	return err
}

func sqliteInspect(ctx context.Context, c *sql.Conn) error {
	var found string
	if err := c.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		return &Error{Kind: Corrupt, Err: errors.New(found)}
	}
	var table, parent string
	var row sql.NullInt64
	var key int
	err := c.QueryRowContext(ctx, "PRAGMA foreign_key_check").Scan(&table, &row, &parent, &key)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return &Error{Kind: Corrupt, Err: fmt.Errorf("row %d of %s refers to a row of %s that is not there", row.Int64, table, parent)}
}
