//go:build cgo

package store_test

import (
	"database/sql/driver"
	"io"
	"slices"
	"testing"

	"github.com/mattn/go-sqlite3"
)

// bare is SQLite through the driver alone, in one loop: no database/sql, no
// queue, no other goroutine. It is the yardstick of the store.
type bare struct {
	conn  driver.Conn
	stmts map[string]driver.Stmt
	head  [2]driver.Value
}

func openBare(b *testing.B, path string) *bare {
	b.Helper()
	conn, err := (&sqlite3.SQLiteDriver{}).Open("file:" + path + "?_mutex=no&_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1&_cache_size=-8000")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = conn.Close() })
	x := &bare{conn: conn, stmts: map[string]driver.Stmt{}}
	// The settings of the store's own writer.
	settings := []string{"PRAGMA recursive_triggers = ON", "PRAGMA temp_store = MEMORY", "PRAGMA wal_autocheckpoint = 8000"}
	work := []string{"BEGIN IMMEDIATE", "COMMIT", benchDeal, benchParty, benchHead, benchLog, benchOutbox}
	for _, query := range slices.Concat(settings, work) {
		stmt, err := conn.Prepare(query)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = stmt.Close() })
		x.stmts[query] = stmt
	}
	for _, setting := range settings {
		x.exec(b, setting)
	}
	return x
}

func (x *bare) exec(b *testing.B, query string, args ...driver.Value) {
	if _, err := x.stmts[query].Exec(args); err != nil {
		b.Fatal(err)
	}
}

// creations makes them in transactions of batch each.
func (x *bare) creations(b *testing.B, list []creation, batch int) {
	for len(list) > 0 {
		n := min(batch, len(list))
		x.exec(b, "BEGIN IMMEDIATE")
		for _, c := range list[:n] {
			x.create(b, c)
		}
		x.exec(b, "COMMIT")
		list = list[n:]
	}
}

func (x *bare) create(b *testing.B, c creation) {
	x.exec(b, benchDeal, c.id, c.handle, c.person%100, c.person, "proposed", "a video for a song", int64(25_000), c.at+1000, c.at, c.at)
	x.exec(b, benchParty, c.id, c.person, "creator", "confirmed", c.at)
	x.exec(b, benchParty, c.id, c.other, "counterparty", "asked", c.at)
	rows, err := x.stmts[benchHead].Query(nil)
	if err != nil {
		b.Fatal(err)
	}
	if err := rows.Next(x.head[:]); err != nil && err != io.EOF {
		b.Fatal(err)
	}
	number, hash := x.head[0].(int64), x.head[1]
	if err := rows.Close(); err != nil {
		b.Fatal(err)
	}
	x.exec(b, benchLog, number+1, c.at, c.id, c.person, "deal.start", benchBody, hash)
	x.exec(b, benchOutbox, c.once, c.other, benchBody, "waiting", c.at)
}
