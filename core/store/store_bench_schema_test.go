package store_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// The benchmarks create something like a deal: its row, two parties, the head of
// the log, an audit row and a notification, on top of benchRows that exist.
const benchRows = 100_000

const (
	benchDeal   = "INSERT INTO deals (id, handle, community, creator, status, title, amount, due_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
	benchParty  = "INSERT INTO parties (deal, person, side, status, at) VALUES (?, ?, ?, ?, ?)"
	benchHead   = "SELECT number, hash FROM log ORDER BY number DESC LIMIT 1"
	benchLog    = "INSERT INTO log (number, at, subject, actor, kind, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)"
	benchOutbox = "INSERT INTO outbox (once, person, body, state, due_at) VALUES (?, ?, ?, ?, ?)"
)

const benchSchema = `
CREATE TABLE deals (
	id TEXT PRIMARY KEY, handle INTEGER NOT NULL UNIQUE, community INTEGER NOT NULL, creator INTEGER NOT NULL,
	status TEXT NOT NULL CHECK (status <> ''), title TEXT NOT NULL, amount INTEGER NOT NULL,
	due_at INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX deals_list ON deals (community, status, updated_at);
CREATE TABLE parties (
	deal TEXT NOT NULL REFERENCES deals (id), person INTEGER NOT NULL, side TEXT NOT NULL,
	status TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (deal, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX parties_person ON parties (person, at);
CREATE TABLE log (
	number INTEGER PRIMARY KEY, at INTEGER NOT NULL, subject TEXT NOT NULL, actor INTEGER NOT NULL,
	kind TEXT NOT NULL, body TEXT NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE INDEX log_subject ON log (subject);
CREATE TABLE outbox (
	id INTEGER PRIMARY KEY, once TEXT NOT NULL UNIQUE, person INTEGER NOT NULL,
	body TEXT NOT NULL, state TEXT NOT NULL, due_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_due ON outbox (state, due_at);
`

const benchBody = `{"title":"a video for a song","amount":"250.00 EUR","due":"2026-03-09","parties":["a","b"],"version":1}`

// creation is what one create needs besides the log head; every one is new.
type creation struct {
	id, once              string
	handle, person, other int64
	at                    int64
}

func newCreation(r *rand.Rand, at int64) creation {
	id := fmt.Sprintf("%012x-%016x", at, r.Uint64())
	return creation{
		id: id, once: fmt.Sprintf("%016x", r.Uint64()), handle: r.Int64(),
		person: r.Int64N(20_000), other: 20_000 + r.Int64N(20_000), at: at,
	}
}

func (c creation) run(sql store.SQL) error {
	if _, err := sql.Exec(benchDeal, c.id, c.handle, c.person%100, c.person, "proposed", "a video for a song", 25_000, c.at+1000, c.at, c.at); err != nil {
		return err
	}
	if _, err := sql.Exec(benchParty, c.id, c.person, "creator", "confirmed", c.at); err != nil {
		return err
	}
	if _, err := sql.Exec(benchParty, c.id, c.other, "counterparty", "asked", c.at); err != nil {
		return err
	}
	var number int64
	var hash []byte
	if err := sql.Row(benchHead, nil, &number, &hash); err != nil {
		return err
	}
	if _, err := sql.Exec(benchLog, number+1, c.at, c.id, c.person, "deal.start", benchBody, hash); err != nil {
		return err
	}
	_, err := sql.Exec(benchOutbox, c.once, c.other, benchBody, "waiting", c.at)
	return err
}

// benchDatabase returns the path of a database with benchRows creations of its own
// for each benchmark, copied from one that is made once.
func benchDatabase(b *testing.B) string {
	b.Helper()
	content, err := benchContent()
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "bench.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

var benchContent = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "parley-bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "bench.db")
	s, err := store.Open(context.Background(), store.Options{Path: path, Migrations: migrations("bench", "0001_bench.sql", benchSchema)})
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(1, 2))
	at := storetest.Epoch.UnixMilli() - benchRows
	err = s.Write(context.Background(), func(tx *store.Tx) error {
		if _, err := tx.SQL().Exec(benchLog, 0, at, "", 0, "start", "", make([]byte, 32)); err != nil {
			return err
		}
		for range benchRows {
			at++
			if err := newCreation(r, at).run(tx.SQL()); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, s.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})
