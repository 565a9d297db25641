package store

import (
	"context"
	"database/sql"
	"time"

	"gorm.io/gorm"
)

// dialect is all that differs between databases. A second database fills in
// another one of these, adds its error codes to Mapped, and has its own folder of
// migrations; nothing else knows which one is in use.
type dialect struct {
	name    string // also the folder in which a package keeps its migrations
	readers int    // connections for reading where Options leave it open

	// prepare makes sure that the place exists and is ours alone, and returns its
	// one true name and what gives it up again.
	prepare func(ctx context.Context, path string) (place string, release func() error, err error)
	// open returns the pool from which every connection is taken.
	open func(path string) (*sql.DB, error)
	// setup brings one fresh connection into the state its role needs.
	setup func(ctx context.Context, c *sql.Conn, r role, busy time.Duration) error
	// isolated reports why a schema would let one transaction spoil a batch.
	isolated func(ctx context.Context, c *sql.Conn) error

	beginWrite, beginRead string
	commit, rollback      string

	gorm func(pool gorm.ConnPool) gorm.Dialector
	// checkpoint carries the log over into the database file, and cuts the log
	// back where it is longer than limit bytes.
	checkpoint func(ctx context.Context, c *sql.Conn, path string, limit int64) error
	// snapshot copies the database into an empty file, as of one instant.
	snapshot func(ctx context.Context, c *sql.Conn, to string) error
	// inspect reads everything and reports the first thing that is damaged.
	inspect func(ctx context.Context, c *sql.Conn) error
	// lost reports whether a failed statement has ended the whole transaction.
	lost func(c *conn) bool
}

// role says what a connection is for.
type role int

const (
	roleWriter role = iota
	roleReader
	roleCheckpoint
)
