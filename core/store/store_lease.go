package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// takeLease makes sure that one process at a time serves a database file. It
// holds an exclusive transaction on an empty database beside it: the operating
// system drops such a lock with the process, however that ends, and it needs no
// code of our own for each system.
func takeLease(ctx context.Context, path string) (release func() error, err error) {
	side := path + "-lock"
	if err := createFile(side); err != nil {
		return nil, err
	}
	db, err := sqliteOpenWith(side, sqliteLeaseOptions)
	if err != nil {
		return nil, fmt.Errorf("store: open %s: %w", side, err)
	}
	c, err := db.Conn(ctx)
	if err == nil {
		err = holdLease(ctx, c)
	}
	release = func() error {
		if c == nil {
			return db.Close()
		}
		return errors.Join(c.Close(), db.Close()) // a pool does not close what is lent
	}
	if err == nil {
		return release, nil
	}
	err = Mapped(err)
	if errors.Is(err, ErrBusy) {
		err = fmt.Errorf("%w: %s", ErrInUse, path)
	}
	return nil, errors.Join(err, release())
}

func holdLease(ctx context.Context, c *sql.Conn) error {
	for _, statement := range []string{"PRAGMA busy_timeout = 0", "BEGIN EXCLUSIVE"} {
		if _, err := c.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
