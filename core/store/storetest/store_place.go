package storetest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/parleybot/parley/core/store"
)

// Place returns where a test keeps a ledger of its own that it opens, and closes,
// itself: a file that is not there yet or, where PARLEY_TEST_DATABASE is postgres,
// a new database on the server of PARLEY_TEST_POSTGRES that no other process
// listens to. It is gone when the test ends. Naming the migrations with which it
// will be opened saves time.
func Place(t testing.TB, migrations ...store.Migrations) store.Options {
	t.Helper()
	if !OnPostgres() {
		return store.Options{Path: filepath.Join(t.TempDir(), "parley.db")}
	}
	return store.Options{URL: Database(t, migrations...), Alone: true}
}

// OnPostgres reports whether tests keep their ledgers in PostgreSQL.
func OnPostgres() bool { return os.Getenv("PARLEY_TEST_DATABASE") == string(store.Postgres) }

// Database makes a PostgreSQL database for a test, with the tables of the given
// migrations or empty, and returns its address. A test without
// PARLEY_TEST_POSTGRES is skipped.
func Database(t testing.TB, migrations ...store.Migrations) string {
	t.Helper()
	server := Server(t)
	model := "template0"
	if len(migrations) > 0 {
		model = template(t, server, migrations)
	}
	name := unused()
	address, err := named(server, name)
	if err != nil {
		t.Fatal(err)
	}
	ask(t, server, "CREATE DATABASE "+name+" TEMPLATE "+model+" STRATEGY wal_log")
	t.Cleanup(func() { ask(t, server, "DROP DATABASE "+name+" WITH (FORCE)") })
	return address
}

// Role returns a name that no role of the server has. Whoever has got it by the end
// of the test is gone then: ask before Database, since a role outlives only the
// databases in which it may do something.
func Role(t testing.TB) string {
	t.Helper()
	server, name := Server(t), unused()
	t.Cleanup(func() { ask(t, server, "DROP ROLE IF EXISTS "+name) })
	return name
}

func unused() string {
	var chance [8]byte
	rand.Read(chance[:])
	return "parley_test_" + hex.EncodeToString(chance[:])
}

// Server returns the address of a PostgreSQL server on which tests may make
// databases. A test without one is skipped.
func Server(t testing.TB) string {
	t.Helper()
	server := os.Getenv("PARLEY_TEST_POSTGRES")
	if server == "" {
		t.Skip("PARLEY_TEST_POSTGRES names no server on which databases may be made")
	}
	return server
}

// ask has the server do something that is no part of any transaction.
func ask(t testing.TB, server, statement string) {
	t.Helper()
	ctx := context.Background()
	c, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := c.Close(ctx); err != nil {
			t.Error(err)
		}
	}()
	if _, err := c.Exec(ctx, statement); err != nil {
		t.Error(err)
	}
}
