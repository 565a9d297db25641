package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
)

// cursor is a result that is being read. Where a connection can do nothing else
// meanwhile, it holds the rest in memory as soon as something else is asked for.
type cursor struct{ rows *sql.Rows }

func (cur *cursor) scan(dest ...any) error { return cur.rows.Scan(dest...) }

// drain makes the connection free for another statement.
func (c *conn) drain() error {
	cur := c.streaming
	if cur == nil {
		return nil
	}
	c.streaming = nil
	rest, err := readOut(cur.rows)
	if closed := cur.rows.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return c.mapped(err)
	}
	if cur.rows, err = c.store.memory.QueryContext(context.Background(), "", rest); err != nil {
		return err
	}
	cur.rows.Next() // to where the loop stands
	return nil
}

// readOut takes the current row and all that follow.
func readOut(rows *sql.Rows) (*held, error) {
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	h := &held{columns: columns}
	for more := true; more; more = rows.Next() {
		values := make([]driver.Value, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		h.values = append(h.values, values)
	}
	return h, rows.Err()
}

// held is a result in memory. It is also a driver of database/sql whose only
// query hands it out again, or an error, so that a value is converted the same
// way from memory as from a database.
type held struct {
	columns []string
	values  [][]driver.Value
	next    int
}

func (h *held) Columns() []string { return h.columns }
func (h *held) Close() error      { return nil }

func (h *held) Next(dest []driver.Value) error {
	if h.next == len(h.values) {
		return io.EOF
	}
	copy(dest, h.values[h.next])
	h.next++
	return nil
}

type memory struct{}

func openMemory() *sql.DB { return sql.OpenDB(memory{}) }

var errMemory = errors.New("store: memory only hands out what it holds")

func (m memory) Connect(context.Context) (driver.Conn, error) { return m, nil }
func (m memory) Driver() driver.Driver                        { return m }
func (m memory) Open(string) (driver.Conn, error)             { return m, nil }
func (memory) Prepare(string) (driver.Stmt, error)            { return nil, errMemory }
func (memory) Begin() (driver.Tx, error)                      { return nil, errMemory }
func (memory) Close() error                                   { return nil }
func (memory) CheckNamedValue(*driver.NamedValue) error       { return nil }

func (memory) QueryContext(_ context.Context, _ string, args []driver.NamedValue) (driver.Rows, error) {
	switch value := args[0].Value.(type) {
	case *held:
		return value, nil
	case error:
		return nil, value
	}
	return nil, errMemory
}
