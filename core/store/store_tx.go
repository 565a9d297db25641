package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Tx is one transaction, handed to the function that Write or Read runs. It
// belongs to that function's goroutine and ends with it.
type Tx struct {
	ctx    context.Context
	inside context.Context
	store  *Store
	conn   *conn
	now    time.Time
	hooks  []func()
	rung   []string
	err    error // why nothing more can be done with it
	broken error // the statement that failed, until a savepoint takes it back
}

type insideKey struct{}

func newTx(ctx context.Context, s *Store, c *conn, now time.Time) *Tx {
	c.tx = &Tx{ctx: ctx, store: s, conn: c, now: now}
	return c.tx
}

// Now is the instant at which the function started, in UTC and whole
// milliseconds, by the store's clock. It does not move during the transaction,
// and it is never earlier than that of one that started before.
func (tx *Tx) Now() time.Time { return tx.now }

// Context is the caller's context. Write and Read refuse it with ErrNested while
// it is inside this transaction.
func (tx *Tx) Context() context.Context {
	if tx.inside == nil {
		tx.inside = context.WithValue(tx.ctx, insideKey{}, tx.store)
	}
	return tx.inside
}

// SQL returns the handle for prepared statements.
func (tx *Tx) SQL() SQL { return SQL{tx} }

// Random fills p from Options.Rand. It panics when that fails.
func (tx *Tx) Random(p []byte) { tx.store.random.fill(p) }

// NewID returns a new UUID version 7 in text form, made of Now and Random, so
// that rows sort by their age to the millisecond.
func (tx *Tx) NewID() string { return uuidV7(tx.now, tx.Random) }

// OnCommit has fn run once this transaction is durable, before Write returns, on
// the writer's goroutine: it must be quick and must not use the store. Nothing
// runs when the transaction, or the Savepoint that registered it, rolls back, nor
// in a Read.
func (tx *Tx) OnCommit(fn func()) { tx.hooks = append(tx.hooks, fn) }

// A statement that failed ends what it belongs to: whatever follows fails too,
// until the innermost Savepoint around it is undone, or the transaction is. Only
// a row that is not there is no failure.

// Savepoint runs fn and undoes what it changed, its OnCommit functions included,
// when it returns an error or panics; the transaction goes on. Savepoints nest.
func (tx *Tx) Savepoint(fn func() error) error {
	if err := tx.ready(); err != nil {
		return err
	}
	if err := tx.conn.control(savepointNested); err != nil {
		return fmt.Errorf("store: open a savepoint: %w", err)
	}
	mark, rung, ok := len(tx.hooks), len(tx.rung), false
	defer func() {
		if ok {
			return
		}
		tx.hooks, tx.rung = tx.hooks[:mark], tx.rung[:rung]
		if tx.err != nil {
			return
		}
		if err := tx.conn.undo(rollbackNested, releaseNested); err != nil {
			tx.err = fmt.Errorf("store: undo a savepoint: %w", err)
			return
		}
		tx.broken = nil
	}()
	if err := fn(); err != nil {
		return err
	}
	if err := tx.sound(); err != nil {
		return err
	}
	if err := tx.conn.control(releaseNested); err != nil {
		return fmt.Errorf("store: keep a savepoint: %w", err)
	}
	ok = true
	return nil
}

// ready says why the next statement may not run.
func (tx *Tx) ready() error {
	if tx.err != nil {
		return tx.err
	}
	if err := tx.ctx.Err(); err != nil {
		return fmt.Errorf("store: transaction cancelled: %w", err)
	}
	return tx.sound()
}

// sound says what has failed before.
func (tx *Tx) sound() error {
	if tx.err != nil {
		return tx.err
	}
	if tx.broken != nil {
		return fmt.Errorf("store: an earlier statement failed: %w", tx.broken)
	}
	return nil
}

// running is the context that a driver sees. The writer's statements are short
// and share a connection: they are not interrupted half-way, which would also
// cost a goroutine for each of them. A reader's may be long and are.
func (tx *Tx) running() context.Context {
	if tx.conn.role == roleWriter {
		return context.Background()
	}
	return tx.ctx
}

// failed maps a driver's error. A statement can take the whole transaction with
// it (a full disk does, and a trigger's ROLLBACK); what followed would then be
// committed on its own, so nothing may follow.
func (tx *Tx) failed(err error) error {
	if err == nil {
		return nil
	}
	if ended := tx.ctx.Err(); ended != nil && tx.conn.role == roleReader {
		return fmt.Errorf("store: transaction cancelled: %w", ended)
	}
	err = tx.conn.mapped(err)
	if errors.Is(err, ErrNotFound) || tx.err != nil {
		return err
	}
	tx.broken = err
	if tx.conn.role == roleWriter && tx.conn.dialect.lost(tx.conn) {
		tx.err = err
	}
	return err
}
