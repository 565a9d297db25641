package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// beside opens a second store on the database at url, as another process would.
func beside(t *testing.T, url string, now func() time.Time) *store.Store {
	t.Helper()
	return storetest.OpenOptions(t, store.Options{URL: url, Now: now, Migrations: []store.Migrations{storetest.Suite()}})
}

const addItem = "INSERT INTO suite_items (name) VALUES (?)"

func insertItem(name string) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		_, err := tx.SQL().Exec(addItem, name)
		return err
	}
}

// cut ends every other connection to the database, as a restart of the server does.
func cut(t *testing.T, s *store.Store) {
	t.Helper()
	err := s.Read(t.Context(), func(tx *store.Tx) error {
		return tx.SQL().Rows(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid()`, nil, func(func(...any) error) error { return nil })
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestLostConnectionHeals(t *testing.T) {
	t.Parallel()
	url := storetest.Database(t, storetest.Suite())
	s, other := beside(t, url, time.Now), beside(t, url, time.Now)
	if err := s.Write(t.Context(), insertItem("before")); err != nil {
		t.Fatal(err)
	}
	cut(t, other)
	if err := s.Write(t.Context(), insertItem("between")); err != nil {
		t.Errorf("a batch that had not begun: %v", err)
	}
	err := s.Write(t.Context(), func(tx *store.Tx) error {
		err := insertItem("lost")(tx)
		cut(t, other)
		return err
	})
	if !errors.Is(err, store.ErrIO) || !store.Unavailable(err) {
		t.Errorf("the connection was lost before the commit: %v", err)
	}
	err = s.Write(t.Context(), func(tx *store.Tx) error {
		cut(t, other)
		return insertItem("lost too")(tx)
	})
	if !errors.Is(err, store.ErrIO) {
		t.Errorf("the connection was lost before a statement: %v", err)
	}
	if err := s.Write(t.Context(), insertItem("after")); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	err = s.Read(t.Context(), func(tx *store.Tx) error {
		var n int
		if err := tx.SQL().Row("SELECT count(*) FROM suite_items", nil, &n); err != nil {
			return err
		}
		if n != 3 {
			t.Errorf("%d items, want those of before, between and after", n)
		}
		return nil
	})
	if err != nil {
		t.Errorf("a reader whose connection was lost: %v", err)
	}
}

// Two processes append one after the other: each sees what the other has done.
func TestProcessesWriteInTurn(t *testing.T) {
	t.Parallel()
	url := storetest.Database(t, storetest.Suite())
	stores := []*store.Store{beside(t, url, time.Now), beside(t, url, time.Now)}
	var group sync.WaitGroup
	const each = 25
	for i, s := range stores {
		for n := range each {
			group.Go(func() {
				err := s.Write(t.Context(), func(tx *store.Tx) error {
					var count int
					if err := tx.SQL().Row("SELECT count(*) FROM suite_items", nil, &count); err != nil {
						return err
					}
					_, err := tx.SQL().Exec("INSERT INTO suite_items (name, amount) VALUES (?, ?)", fmt.Sprintf("%d of %d", n, i), count)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
	}
	group.Wait()
	err := stores[0].Read(t.Context(), func(tx *store.Tx) error {
		var different int
		err := tx.SQL().Row("SELECT count(DISTINCT amount) FROM suite_items", nil, &different)
		if different != 2*each {
			t.Errorf("%d of %d saw all that came before", different, 2*each)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// A clock five minutes behind does not take the ledger back.
func TestTimeIsShared(t *testing.T) {
	t.Parallel()
	url := storetest.Database(t, storetest.Suite())
	clock, late := storetest.NewClock(storetest.Epoch), storetest.NewClock(storetest.Epoch.Add(-5*time.Minute))
	s, behind := beside(t, url, clock.Now), beside(t, url, late.Now)
	at := func(run func(context.Context, func(*store.Tx) error) error) (now time.Time) {
		t.Helper()
		if err := run(t.Context(), func(tx *store.Tx) error { now = tx.Now(); return nil }); err != nil {
			t.Fatal(err)
		}
		return now
	}
	if got, want := at(behind.Write), late.Now(); !got.Equal(want) {
		t.Errorf("before anybody else, Now is %v, want %v", got, want)
	}
	first := at(s.Write)
	if got := at(behind.Read); got.Before(first) {
		t.Errorf("a reader's Now is %v after a commit at %v", got, first)
	}
	clock.Advance(time.Minute)
	second := at(s.Write)
	if got := at(behind.Write); got.Before(second) {
		t.Errorf("a writer's Now is %v after a commit at %v", got, second)
	}
}

func TestBellRingsInOtherProcesses(t *testing.T) {
	t.Parallel()
	url := storetest.Database(t, storetest.Suite())
	s, other := beside(t, url, time.Now), beside(t, url, time.Now)
	bell, own := other.Bell("work"), s.Bell("work")
	<-bell // who begins to listen looks for what was done before
	<-own
	ring := func(tx *store.Tx) error { tx.Ring("work"); return nil }
	if err := s.Write(t.Context(), ring); err != nil {
		t.Fatal(err)
	}
	<-bell
	<-own
	cut(t, s)
	<-bell // and after every new connection
	if err := s.Write(t.Context(), ring); err != nil {
		t.Fatal(err)
	}
	<-bell
}

// Several processes start on an empty database at the same moment.
func TestMigrateAtOnce(t *testing.T) {
	t.Parallel()
	url := storetest.Database(t)
	var group sync.WaitGroup
	applied := make([][]string, 4)
	for i := range applied {
		group.Go(func() {
			var err error
			applied[i], err = store.Migrate(t.Context(), store.Options{URL: url, Migrations: []store.Migrations{storetest.Suite()}})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	s := beside(t, url, time.Now)
	if newest, err := s.Schema(t.Context()); err != nil || newest["suite"] != 1 {
		t.Errorf("%v, %v", newest, err)
	}
	if err := s.Inspect(t.Context()); err != nil {
		t.Error(err)
	}
}
