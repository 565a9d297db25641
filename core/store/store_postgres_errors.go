package store

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// errGone is told where a connection is not there any more.
var errGone = &Error{Kind: IO, Err: errors.New("the connection to the database is gone")}

// postgresKind maps an SQLSTATE; see the appendix "PostgreSQL Error Codes" of
// its manual.
func postgresKind(err error) Kind {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		var failed *pgconn.ConnectError
		if errors.As(err, &failed) || pgconn.SafeToRetry(err) || pgconn.Timeout(err) {
			return IO
		}
		return Other
	}
	switch e.Code {
	case "23505": // unique
		return Unique
	case "23503":
		return ForeignKey
	case "23514", "23502": // check, not null
		return Check
	case "P0001", "42501": // RAISE in a trigger; a right that was not granted
		return Guard
	case "40001", "40P01", "55P03", "53300": // serialization, deadlock, lock timeout, too many connections
		return Busy
	case "53100", "53200": // disk, memory
		return Full
	case "25006":
		return ReadOnly
	case "25P03", "57P01", "57P02", "57P03", "57P05": // ended by the server, which may be stopping or starting
		return IO
	}
	switch e.Code[:2] {
	case "22": // a value that its type does not hold
		return Check
	case "08", "58": // connection, system
		return IO
	case "XX":
		return Corrupt
	}
	return Other
}

// mapped is Mapped for what came from this connection: whatever words a driver
// finds for a lost one, its Kind is IO.
func (c *conn) mapped(err error) error {
	err = Mapped(err)
	var known *Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if c.gone() {
		return &Error{Kind: IO, Err: err}
	}
	return err
}

// gone reports whether a connection to a server has been lost.
func (c *conn) gone() bool {
	return c.dialect.name == Postgres && (c.native == nil || c.native.IsClosed())
}

// unreachable gives an error of opening a connection its Kind. A role or database
// that does not exist is a mistake of the operator's, and stays one.
func unreachable(err error) error {
	var e *pgconn.PgError
	if errors.As(err, &e) && (strings.HasPrefix(e.Code, "28") || strings.HasPrefix(e.Code, "3D")) {
		return err
	}
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) {
		return &Error{Kind: IO, Err: err}
	}
	err = Mapped(err)
	var known *Error
	if errors.As(err, &known) {
		return err
	}
	return &Error{Kind: IO, Err: err} // it takes no connections just now, for whatever reason
}
