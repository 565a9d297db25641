package store

import (
	"fmt"
	"strings"
	"time"
)

// SQL runs statements in a transaction. Each query is prepared once for the
// connection, so it should be a constant with a ? for every value. Instants are
// passed as Millis. Every error carries its Kind. A value must not be used after
// its transaction, or by two goroutines at once.
type SQL struct{ tx *Tx }

// Exec runs a statement without result rows and returns how many rows it changed.
func (q SQL) Exec(query string, args ...any) (affected int64, err error) {
	st, err := q.open(query, args)
	if err != nil {
		return 0, err
	}
	defer q.tx.conn.give(st)
	result, err := st.ExecContext(q.tx.running(), q.tx.conn.arguments(args)...)
	if err != nil {
		return 0, q.tx.failed(err)
	}
	affected, err = result.RowsAffected()
	return affected, q.tx.failed(err)
}

// Row copies the first result row into dest, or returns ErrNotFound when there
// is none. Further rows are left unread.
func (q SQL) Row(query string, args []any, dest ...any) error {
	found := false
	err := q.scan(query, args, func(rows *cursor) (bool, error) {
		found = true
		if err := rows.scan(dest...); err != nil {
			return false, fmt.Errorf("store: read a row: %w", err)
		}
		return false, nil
	})
	if err == nil && !found {
		return errNoRow
	}
	return err
}

// Rows calls each for every result row; each calls scan once with its
// destinations. An error from each ends the loop and is returned.
func (q SQL) Rows(query string, args []any, each func(scan func(dest ...any) error) error) error {
	return q.scan(query, args, func(rows *cursor) (bool, error) {
		return true, each(rows.scan)
	})
}

func (q SQL) scan(query string, args []any, row func(*cursor) (more bool, err error)) error {
	st, err := q.open(query, args)
	if err != nil {
		return err
	}
	c := q.tx.conn
	defer c.give(st)
	rows, err := st.QueryContext(q.tx.running(), c.arguments(args)...)
	if err != nil {
		return q.tx.failed(err)
	}
	cur := &cursor{rows}
	if c.dialect.single {
		c.streaming = cur
	}
	defer func() {
		if c.streaming == cur {
			c.streaming = nil
		}
		_ = cur.rows.Close() // Err tells what went wrong
	}()
	for cur.rows.Next() {
		more, err := row(cur)
		if err != nil {
			return err
		}
		if !more {
			break
		}
		// The writer's statements are not interrupted; its loops are.
		if err := q.tx.ready(); err != nil {
			return err
		}
	}
	if err := cur.rows.Err(); err != nil {
		return q.tx.failed(err)
	}
	return q.tx.failed(cur.rows.Close())
}

func (q SQL) open(query string, args []any) (*statement, error) {
	if err := q.tx.ready(); err != nil {
		return nil, err
	}
	for i, arg := range args {
		switch arg := arg.(type) {
		case time.Time, *time.Time:
			return nil, fmt.Errorf("store: argument %d is a time; instants are stored as Millis", i+1)
		case string:
			if strings.IndexByte(arg, 0) >= 0 {
				return nil, &Error{Kind: Check, Err: fmt.Errorf("argument %d holds a zero byte, which not every database takes", i+1)}
			}
		}
	}
	if q.tx.conn.prepared[query] == nil {
		if err := refuseControl(query); err != nil {
			return nil, err
		}
	}
	st, err := q.tx.conn.take(query)
	return st, q.tx.failed(err)
}

// arguments are values as the driver takes them.
func (c *conn) arguments(args []any) []any {
	if c.dialect.argument == nil {
		return args
	}
	fit := make([]any, len(args))
	for i, arg := range args {
		fit[i] = c.dialect.argument(arg)
	}
	return fit
}

// refuseControl keeps callers from ending or nesting transactions behind the
// store's back, which would commit half of somebody else's work.
func refuseControl(query string) error {
	word := strings.TrimSpace(query)
	if end := strings.IndexAny(word, " \t\r\n;"); end >= 0 {
		word = word[:end]
	}
	switch word = strings.ToUpper(word); word {
	case "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "ATTACH", "DETACH", "VACUUM", "PRAGMA",
		"START", "ABORT", "PREPARE", "SET", "RESET", "DISCARD", "LISTEN", "NOTIFY", "DO", "CALL", "COPY":
		return fmt.Errorf("store: %s belongs to the store", word)
	}
	return nil
}
