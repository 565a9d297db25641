package store

import (
	"context"
	"database/sql"
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Gorm returns a gorm session on this transaction's connection, for models and
// reads off the hot path. It ends with the transaction. Its errors carry their
// Kind and still match gorm's own; its Transaction method makes a savepoint.
func (tx *Tx) Gorm() *gorm.DB {
	pool := &gormPool{tx: tx}
	session := tx.conn.gorm.Session(&gorm.Session{NewDB: true, Context: tx.Context(), NowFunc: tx.Now})
	session.ConnPool = pool
	session.Statement.ConnPool = pool
	return session
}

// startGorm makes what all sessions of a connection share.
func (c *conn) startGorm() (err error) {
	c.gorm, err = gorm.Open(translated{c.dialect.gorm(c.sql), c}, &gorm.Config{
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true,
		TranslateError:         true,
		Logger:                 logger.Discard, // errors are returned, and logged once at the top
	})
	return err
}

// translated is a dialect of gorm whose errors are treated like all others, even
// those that only show while gorm reads rows.
type translated struct {
	gorm.Dialector
	conn *conn
}

// Translate maps what shows while gorm reads; gorm's own errors stay gorm's.
func (t translated) Translate(err error) error {
	var known *Error
	if mapped := t.conn.mapped(err); !errors.As(mapped, &known) {
		return mapped
	}
	return t.conn.tx.failed(err)
}

func (translated) SavePoint(db *gorm.DB, name string) error {
	return db.Statement.ConnPool.(*gormPool).nest("SAVEPOINT " + name)
}

func (translated) RollbackTo(db *gorm.DB, name string) error {
	p := db.Statement.ConnPool.(*gormPool)
	err := p.nest("ROLLBACK TO " + name)
	if err == nil {
		p.tx.broken = nil
	}
	return err
}

// gormPool is the transaction as gorm sees it. Being a TxCommitter, it makes
// gorm nest with savepoints where it would otherwise begin for itself.
type gormPool struct{ tx *Tx }

var (
	_ gorm.ConnPool    = (*gormPool)(nil)
	_ gorm.TxCommitter = (*gormPool)(nil)
)

var errNotYours = errors.New("store: the transaction is ended by the store alone")

func (p *gormPool) Commit() error   { return errNotYours }
func (p *gormPool) Rollback() error { return errNotYours }

func (p *gormPool) check(query string) error {
	if err := p.tx.ready(); err != nil {
		return err
	}
	if err := p.tx.conn.drain(); err != nil {
		return p.tx.failed(err)
	}
	return refuseControl(query)
}

// nest runs a statement about gorm's own savepoints, whose names are never the
// same twice.
func (p *gormPool) nest(query string) error {
	if p.tx.err != nil {
		return p.tx.err
	}
	if err := p.tx.conn.drain(); err != nil {
		return err
	}
	return p.tx.failed(p.tx.conn.dialect.script(context.Background(), p.tx.conn, query))
}

func (p *gormPool) PrepareContext(context.Context, string) (*sql.Stmt, error) {
	return nil, errors.New("store: prepared statements are the business of Tx.SQL")
}

func (p *gormPool) ExecContext(_ context.Context, query string, args ...any) (sql.Result, error) {
	if err := p.check(query); err != nil {
		return nil, err
	}
	result, err := p.tx.conn.sql.ExecContext(p.tx.running(), query, args...)
	return result, p.tx.failed(err)
}

func (p *gormPool) QueryContext(_ context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := p.check(query); err != nil {
		return nil, err
	}
	rows, err := p.tx.conn.sql.QueryContext(p.tx.running(), query, args...)
	return rows, p.tx.failed(err)
}

func (p *gormPool) QueryRowContext(_ context.Context, query string, args ...any) *sql.Row {
	if err := p.check(query); err != nil {
		// Only database/sql can make a row that carries an error.
		return p.tx.store.memory.QueryRowContext(context.Background(), "", err)
	}
	return p.tx.conn.sql.QueryRowContext(p.tx.running(), query, args...)
}
