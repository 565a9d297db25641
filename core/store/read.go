package store

import (
	"context"
	"fmt"
)

// Read runs fn on a reader's connection, in the caller's goroutine. All its
// statements see the same snapshot, taken at the first one, however much is
// written meanwhile. Writing fails with ErrReadOnly. A statement is interrupted
// when ctx ends. Read waits for a free reader, never for the writer.
func (s *Store) Read(ctx context.Context, fn func(tx *Tx) error) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.inflight.Done()
	var c *conn
	select {
	case c = <-s.readers:
	case <-ctx.Done():
		return fmt.Errorf("store: not started: %w", ctx.Err())
	}
	defer func() { s.readers <- c }()
	latest, err := s.dialect.beginRead(ctx, c)
	if err != nil {
		return fmt.Errorf("store: begin reading: %w", err)
	}
	s.clock.notBefore(Time(latest))
	tx := newTx(ctx, s, c, s.Now())
	// Deferred, so that a reader whose function panicked is as good as new.
	defer func() {
		tx.err = ErrDone
		if err := c.control(rollback); err != nil && !c.gone() {
			s.log.Error("store: a reading transaction did not end", "err", err)
		}
	}()
	return fn(tx)
}
