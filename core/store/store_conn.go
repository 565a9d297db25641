package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"
)

// maxStatements bounds the prepared statements of one connection. Queries are
// nearly always constants, so this is only reached by ones put together at run
// time, such as gorm's lists of varying length.
const maxStatements = 512

// conn is one pinned connection with its prepared statements. It belongs to one
// goroutine at a time: the writer's, or the reader's that took it.
type conn struct {
	store    *Store
	sql      *sql.Conn
	native   *pgx.Conn // PostgreSQL: the one below
	dialect  *dialect
	role     role
	controls map[string]*sql.Stmt
	prepared map[string]*statement
	tx       *Tx      // the running one, or the last
	gorm     *gorm.DB // behind every session

	streaming *cursor // whose rows the database is handing out
}

// statement is lent out while its rows are being read: the same query inside
// its own loop needs a statement of its own.
type statement struct {
	*sql.Stmt
	lent   bool
	cached bool
}

func newConn(s *Store, r role) *conn { return &conn{store: s, dialect: s.dialect, role: r} }

// dial pins a connection from the pool, and forgets all that was prepared on the
// one before, if there was one.
func (c *conn) dial(ctx context.Context) error {
	fresh, err := c.store.db.Conn(ctx)
	if err != nil {
		return unreachable(err)
	}
	if c.sql != nil {
		_ = c.close() // what is gone can only fail
	}
	c.sql, c.streaming = fresh, nil
	c.controls, c.prepared = map[string]*sql.Stmt{}, map[string]*statement{}
	err = c.dialect.setup(ctx, c, c.store.busy)
	if err == nil {
		err = c.startGorm()
	}
	if err != nil {
		c.native = nil // half set up it must not be used: the next transaction dials again
	}
	return err
}

// close closes the statements too: a pool forgets those of a pinned connection,
// and SQLite keeps a database open until the last of them is gone.
func (c *conn) close() error {
	if c.sql == nil {
		return nil
	}
	var errs []error
	for _, st := range c.controls {
		errs = append(errs, st.Close())
	}
	for _, st := range c.prepared {
		errs = append(errs, st.Close())
	}
	err := errors.Join(append(errs, c.sql.Close())...)
	if c.dialect.name == Postgres {
		return nil // a connection that cannot be closed is closed already
	}
	return err
}

// control runs one of the statements that open, close and nest transactions.
// They are kept apart, so that nothing a caller writes can reach them.
func (c *conn) control(query string) error {
	if err := c.drain(); err != nil {
		return err
	}
	return c.dialect.control(c, query)
}

// controlPrepared runs a control statement that is prepared once.
func (c *conn) controlPrepared(query string) error {
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
	if err := c.drain(); err != nil {
		return nil, err
	}
	st, ok := c.prepared[query]
	if ok && !st.lent {
		st.lent = true
		return st, nil
	}
	// Prepared on the pinned connection: on the pool it would wait for ever for
	// the connection this goroutine holds.
	fresh, err := c.sql.PrepareContext(context.Background(), c.words(query))
	if err != nil {
		return nil, err
	}
	st = &statement{Stmt: fresh, lent: true}
	if !ok {
		c.makeRoom()
		st.cached = true
		c.prepared[query] = st
	}
	return st, nil
}

// words is a query as the database writes it.
func (c *conn) words(query string) string {
	if c.dialect.rewrite == nil {
		return query
	}
	return c.dialect.rewrite(query)
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
