package store

import (
	"context"
	"database/sql"
	"time"

	"gorm.io/gorm"
)

// Dialect names the kind of database. It is also the folder in which a package
// keeps its migrations.
type Dialect string

// The two kinds of database.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// Dialect returns the kind of database that the store is on.
func (s *Store) Dialect() Dialect { return s.dialect.name }

// Dialect returns the kind of database, for the few statements that no text
// makes clear to both.
func (tx *Tx) Dialect() Dialect { return tx.store.dialect.name }

// dialect is all that differs between databases; nothing else knows which one is
// in use. Each adds its error codes to Mapped.
type dialect struct {
	name    Dialect
	readers int // connections for reading where Options leave it open

	// prepare makes sure that the place exists and may be used, and returns its
	// one true name, fit for a log, and what gives it up again.
	prepare func(ctx context.Context, o Options) (place string, release func() error, err error)
	// open returns the pool from which every connection is taken.
	open func(o Options, place string) (*sql.DB, error)
	// setup brings one fresh connection into the state its role needs.
	setup func(ctx context.Context, c *conn, busy time.Duration) error
	// isolated reports why a schema would let one transaction spoil a batch.
	isolated func(ctx context.Context, c *sql.Conn) error

	// founded asks for 1 where the store's own tables are there, and foundation
	// is the script that makes them.
	founded, foundation string
	// script runs a text of several statements without arguments.
	script func(ctx context.Context, c *conn, text string) error
	// rewrite turns a query with a ? for every value into the database's own
	// words; nil leaves it.
	rewrite func(query string) string
	// argument turns a value into one that the driver takes; nil leaves it.
	argument func(value any) any
	// single says that a connection can do nothing else while it hands out rows.
	single bool

	// control runs a statement that nests or ends a transaction.
	control func(c *conn, query string) error
	// begin and beginRead start a transaction, on a new connection where the old
	// one is gone, and return the latest instant of any committed before, 0 where
	// no other process could have.
	begin, beginRead func(ctx context.Context, c *conn) (latest int64, err error)
	// commit makes a batch durable and says so to other processes.
	commit func(c *conn, b ending) error

	gorm func(pool gorm.ConnPool) gorm.Dialector
	// checkpoint carries the log over into the database file, and cuts the log
	// back where it is longer than limit bytes; nil where there is no such file.
	checkpoint func(ctx context.Context, c *sql.Conn, path string, limit int64) error
	// snapshot copies the database into an empty file, as of one instant.
	snapshot func(ctx context.Context, c *sql.Conn, to string) error
	// inspect reads everything and reports the first thing that is damaged.
	inspect func(ctx context.Context, c *sql.Conn) error
	// lost reports whether a failed statement has ended the whole transaction.
	lost func(c *conn) bool
	// listen rings the bells that other processes ring, until ctx ends; nil where
	// there are none.
	listen func(ctx context.Context, s *Store)
	// join makes the process known to the others of the database; nil where there
	// can be none.
	join func(ctx context.Context, s *Store) error
}

// ending is what a batch leaves for other processes: the instant of its last
// transaction in UTC milliseconds and the bells it rang.
type ending struct {
	at    int64
	bells []string
}

// role says what a connection is for.
type role int

const (
	roleWriter role = iota
	roleReader
	roleCheckpoint
)

const rollback = "ROLLBACK"
