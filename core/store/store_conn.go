package store

import (
	"context"
	"database/sql"
	"errors"

	"gorm.io/gorm"
)

// maxStatements bounds the prepared statements of one connection. Queries are
// nearly always constants, so this is only reached by ones put together at run
// time, such as gorm's lists of varying length.
const maxStatements = 512

// conn is one pinned connection with its prepared statements. It belongs to one
// goroutine at a time: the writer's, or the reader's that took it.
type conn struct {
	sql      *sql.Conn
	dialect  *dialect
	role     role
	controls map[string]*sql.Stmt
	prepared map[string]*statement
	tx       *Tx      // the running one, or the last
	gorm     *gorm.DB // behind every session
}

// statement is lent out while its rows are being read: the same query inside
// its own loop needs a statement of its own.
type statement struct {
	*sql.Stmt
	lent   bool
	cached bool
}

func newConn(pinned *sql.Conn, d *dialect, r role) *conn {
	return &conn{
		sql: pinned, dialect: d, role: r,
		controls: map[string]*sql.Stmt{},
		prepared: map[string]*statement{},
	}
}

// close closes the statements too: a pool forgets those of a pinned connection,
// and SQLite keeps a database open until the last of them is gone.
func (c *conn) close() error {
	var errs []error
	for _, st := range c.controls {
		errs = append(errs, st.Close())
	}
	for _, st := range c.prepared {
		errs = append(errs, st.Close())
	}
	return errors.Join(append(errs, c.sql.Close())...)
}

// control runs one of the statements that open, close and nest transactions.
// They are kept apart, so that nothing a caller writes can reach them.
func (c *conn) control(query string) error {
	st, ok := c.controls[query]
	if !ok {
		var err error
		if st, err = c.sql.PrepareContext(context.Background(), query); err != nil {
			return Mapped(err)
		}
		c.controls[query] = st
	}
	_, err := st.ExecContext(context.Background())
	return Mapped(err)
}

// take lends the prepared statement of a query.
func (c *conn) take(query string) (*statement, error) {
	st, ok := c.prepared[query]
	if ok && !st.lent {
		st.lent = true
		return st, nil
	}
	if err := refuseControl(query); err != nil {
		return nil, err
	}
	// Prepared on the pinned connection: on the pool it would wait for ever for
	// the connection this goroutine holds.
	fresh, err := c.sql.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, Mapped(err)
	}
	st = &statement{Stmt: fresh, lent: true}
	if !ok {
		c.makeRoom()
		st.cached = true
		c.prepared[query] = st
	}
	return st, nil
}

// give takes a lent statement back.
func (c *conn) give(st *statement) {
	st.lent = false
	if !st.cached {
		_ = st.Close() // a second copy; the first one stays
	}
}

func (c *conn) makeRoom() {
	if len(c.prepared) < maxStatements {
		return
	}
	for query, st := range c.prepared {
		if st.lent {
			continue
		}
		delete(c.prepared, query)
		_ = st.Close()
		return
	}
}
