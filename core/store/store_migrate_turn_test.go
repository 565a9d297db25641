package store_test

import (
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// onLine calls back at the first line that says something.
type onLine struct {
	says string
	do   func()
}

func (l onLine) Write(p []byte) (int, error) {
	if strings.Contains(string(p), l.says) {
		l.do()
	}
	return len(p), nil
}

// Of two processes that start at once with something to migrate, the second waits
// for the first, however long that takes.
func TestAStartWaitsForAnothersMigration(t *testing.T) {
	t.Parallel()
	url := storetest.Database(t)
	first, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := first.Exec(t.Context(), "SELECT pg_advisory_lock(x'7061726c6579'::bigint)"); err != nil {
		t.Fatal(err)
	}
	waited := false
	log := onLine{says: "waiting for another process", do: sync.OnceFunc(func() {
		waited = true
		_ = first.Close(t.Context()) // its lock goes with it
	})}
	s := storetest.OpenOptions(t, store.Options{
		URL: url, Migrations: sharedMigrations(), Busy: 10 * time.Millisecond,
		Logger: slog.New(slog.NewTextHandler(log, nil)),
	})
	if !waited {
		t.Error("the lock was not respected")
	}
	write(t, s, addThing("after"))
}
