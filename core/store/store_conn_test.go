package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// A connection whose setting up was interrupted, as when a reader gave up just then,
// counts as lost: it has none of its limits, and gorm is still on the one before.
func TestHalfSetUpConnectionIsDialledAnew(t *testing.T) {
	t.Parallel()
	interrupted := errors.New("interrupted")
	s := &Store{db: openMemory()}
	s.dialect = &dialect{name: Postgres, setup: func(_ context.Context, c *conn, _ time.Duration) error {
		c.native = &pgx.Conn{}
		return interrupted
	}}
	c := newConn(s, roleReader)
	if err := c.dial(t.Context()); !errors.Is(err, interrupted) {
		t.Errorf("dial: %v", err)
	}
	if !c.gone() {
		t.Error("it would be used as it is")
	}
	if err := errors.Join(c.close(), s.db.Close()); err != nil {
		t.Error(err)
	}
}
