package store_test

import (
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// openShared opens a database that other processes share.
func openShared(t *testing.T, url string) *store.Store {
	t.Helper()
	return storetest.OpenOptions(t, store.Options{URL: url, Migrations: sharedMigrations()})
}

// await waits until something holds that changes with the processes only.
func await(t *testing.T, s *store.Store, what string, holds func() bool) {
	t.Helper()
	bell := s.Bell("test")
	for !holds() {
		select {
		case <-bell:
		case <-t.Context().Done():
			t.Fatalf("not seen: %s", what)
		}
	}
}

func sharedThings(t *testing.T, s *store.Store) string {
	t.Helper()
	var list string
	err := s.Read(t.Context(), func(tx *store.Tx) error {
		return tx.SQL().Row("SELECT coalesce(string_agg(name, ' ' ORDER BY name), '') FROM things", nil, &list)
	})
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	return list
}

func lives(t *testing.T, s *store.Store, name string) (living bool) {
	t.Helper()
	write(t, s, func(tx *store.Tx) error {
		all, err := tx.Living()
		living = all[name]
		return err
	})
	return living
}

func TestProcessesSeeEachOtherComeAndGo(t *testing.T) {
	t.Parallel()
	url := storetest.Database(t, sharedMigrations()...)
	one, two := openShared(t, url), openShared(t, url)
	await(t, one, "the second process", func() bool { return one.Processes() == 2 })
	if !lives(t, one, two.Process()) || !lives(t, two, one.Process()) {
		t.Error("one of them does not count as living")
	}
	if err := two.Close(); err != nil {
		t.Fatal(err)
	}
	await(t, one, "its end", func() bool { return one.Processes() == 1 && one.Departures() == 1 })
	if lives(t, one, two.Process()) {
		t.Error("a store that was closed counts as living")
	}
}

func TestFencedRecordsNothing(t *testing.T) {
	t.Parallel()
	url := storetest.Database(t, sharedMigrations()...)
	one, two := openShared(t, url), openShared(t, url)
	write(t, two, addThing("before"))
	write(t, one, func(tx *store.Tx) error {
		_, err := tx.SQL().Exec("DELETE FROM store_processes WHERE id = ?", two.Process())
		return err
	})
	err := two.Write(t.Context(), addThing("after"))
	if !errors.Is(err, store.ErrFenced) || !store.Unavailable(err) {
		t.Errorf("write: %v", err)
	}
	<-two.Fenced()
	if err := two.Read(t.Context(), func(*store.Tx) error { return nil }); !errors.Is(err, store.ErrFenced) {
		t.Errorf("read: %v", err)
	}
	if _, err := two.Lease(t.Context(), "test", "x"); !errors.Is(err, store.ErrFenced) {
		t.Errorf("lease: %v", err)
	}
	if got := sharedThings(t, one); got != "before" {
		t.Errorf("the database holds %q", got)
	}
	if one.Write(t.Context(), addThing("others go on")) != nil {
		t.Error("the other one cannot write")
	}
}

// What a process held, another one gets: after its death, and after it stood
// still for too long. Woken, it can do no more harm.
func TestTakenOver(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]syscall.Signal{"killed": syscall.SIGKILL, "frozen": syscall.SIGSTOP} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := storetest.Database(t, sharedMigrations()...)
			s := openShared(t, url)
			o := startOther(t, url)
			for _, order := range []string{"lease x", "write before"} {
				if got := o.do(order); got != "<nil>" {
					t.Fatalf("%s: %s", order, got)
				}
			}
			got := make(chan error, 1)
			go func() {
				_, err := s.Lease(t.Context(), "test", "x")
				got <- err
			}()
			await(t, s, "the other process", func() bool { return s.Processes() == 2 })
			if err := o.cmd.Process.Signal(end); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			if err := <-got; err != nil {
				t.Fatal(err)
			}
			t.Logf("%s and taken over in %s", name, time.Since(began).Round(10*time.Millisecond))
			if lives(t, s, o.name) {
				t.Error("it counts as living")
			}
			if end == syscall.SIGSTOP {
				wake(t, o)
			}
			if got := sharedThings(t, s); got != "before" {
				t.Errorf("the database holds %q", got)
			}
		})
	}
}

func wake(t *testing.T, o *other) {
	t.Helper()
	if err := o.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	if got := o.do("write after"); !strings.Contains(got, "took this one for dead") && !strings.Contains(got, "it is not known") {
		t.Errorf("woken, it writes: %s", got)
	}
}

func TestLeaseGoesFromHandToHand(t *testing.T) {
	t.Parallel()
	url := storetest.Database(t, sharedMigrations()...)
	one, two := openShared(t, url), openShared(t, url)
	release, err := one.Lease(t.Context(), "test", "x")
	if err != nil {
		t.Fatal(err)
	}
	held := make(chan string, 3)
	for _, s := range []*store.Store{one, two} {
		go func() {
			again, err := s.Lease(t.Context(), "test", "x")
			if err != nil {
				t.Error(err)
				again = func() {}
			}
			held <- s.Process()
			again()
		}()
	}
	if len(held) > 0 {
		t.Error("held twice")
	}
	release()
	if a, b := <-held, <-held; a == b {
		t.Error("one process never got it")
	}
}
