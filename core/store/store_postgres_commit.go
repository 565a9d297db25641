package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// writeLock is the advisory lock that makes one writer of all processes. It is
// the database's own: two ledgers on one server do not wait for each other.
const writeLock = 0x7061726c6579 // "parley"

// Each statement of a batch sees what was committed before it, and so, once the
// lock is held, all that any process has written. The shared time comes along.
var beginWriting = fmt.Sprintf(`BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
SELECT pg_advisory_xact_lock(%d);
SELECT last_value FROM store_clock`, writeLock)

// unlessFenced goes behind it where there are other processes: one that they have
// taken out is not told the time any more. Its name needs no quoting.
const unlessFenced = " WHERE EXISTS (SELECT 1 FROM store_processes WHERE id = '%s')"

const beginReading = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT last_value FROM store_clock`

func postgresBegin(ctx context.Context, c *conn) (int64, error) {
	if c.store.member == nil {
		return c.opened(ctx, beginWriting)
	}
	return c.opened(ctx, beginWriting+fmt.Sprintf(unlessFenced, c.store.processes.self))
}

func postgresBeginRead(ctx context.Context, c *conn) (int64, error) {
	return c.opened(ctx, beginReading)
}

// opened begins, and once more on a new connection where the old one turns out
// to be gone: the server may have been restarted since it was last used.
func (c *conn) opened(ctx context.Context, begin string) (latest int64, err error) {
	for range 2 {
		latest, err = c.start(ctx, begin)
		if err == nil || !c.gone() {
			return latest, err
		}
		if err := c.dial(ctx); err != nil {
			return 0, err
		}
	}
	return latest, err
}

func (c *conn) start(ctx context.Context, begin string) (int64, error) {
	results, err := c.simple(ctx, begin)
	if err == nil {
		last := results[len(results)-1]
		if len(last.Rows) == 1 {
			return strconv.ParseInt(string(last.Rows[0][0]), 10, 64)
		}
		err = errors.New("store: the shared time is missing")
		if c.role == roleWriter && c.store.member != nil {
			c.store.fence()
			err = ErrFenced
		}
	}
	if !c.gone() {
		_, _ = c.simple(context.Background(), rollback)
	}
	return 0, err
}

// postgresCommit sets the shared time and rings the bells in the same breath. A
// transaction that had failed would be rolled back by its COMMIT without an
// error, so the answer is looked at.
func postgresCommit(c *conn, b ending) error {
	var text strings.Builder
	fmt.Fprintf(&text, "SELECT setval('store_clock', %d);\n", b.at)
	if len(b.bells) > 0 && !c.store.bells.local {
		fmt.Fprintf(&text, "SELECT pg_notify('%s', %s);\n", bellChannel, quoted(strings.Join(b.bells, ",")))
	}
	text.WriteString("COMMIT")
	results, err := c.simple(context.Background(), text.String())
	if err != nil {
		if c.gone() {
			return fmt.Errorf("the connection was lost, and with it the answer whether it took effect: %w", err)
		}
		return err
	}
	if tag := results[len(results)-1].CommandTag.String(); tag != "COMMIT" {
		return fmt.Errorf("store: the database answered %s", tag)
	}
	return nil
}

func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
