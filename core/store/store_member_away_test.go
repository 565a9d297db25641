package store_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// A database that goes away for longer than a process may stand still, and comes
// back without its locks, finds the same processes again.
func TestDatabaseAwayFencesNobody(t *testing.T) {
	t.Parallel()
	address := storetest.Database(t, sharedMigrations()...)
	place, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	name := strings.TrimPrefix(place.Path, "/")
	all := []*store.Store{openShared(t, address), openShared(t, address), openShared(t, address)}
	await(t, all[0], "the others", func() bool { return all[0].Processes() == len(all) })

	server, err := pgx.Connect(t.Context(), storetest.Server(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close(t.Context()) }()
	for _, statement := range []string{
		"ALTER DATABASE " + name + " ALLOW_CONNECTIONS false",
		"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'",
		"SELECT pg_sleep(12)",
	} {
		if _, err := server.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range all {
		if err := s.Write(t.Context(), addThing("lost")); !store.Unavailable(err) {
			t.Errorf("write without a database: %v", err)
		}
	}
	if _, err := server.Exec(t.Context(), "ALTER DATABASE "+name+" ALLOW_CONNECTIONS true"); err != nil {
		t.Fatal(err)
	}
	for i, s := range all {
		back := s.Bell("test")
		for err := s.Write(t.Context(), addThing(string(rune('a'+i)))); err != nil; err = s.Write(t.Context(), addThing(string(rune('a'+i)))) {
			if !store.Unavailable(err) {
				t.Fatal(err)
			}
			<-back // it is not known yet whether it still counts
		}
	}
	// Longer than those who are not back may take.
	if _, err := server.Exec(t.Context(), "SELECT pg_sleep(9)"); err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if n := s.Departures(); n > 0 || s.Processes() != len(all) {
			t.Errorf("%d processes, %d were seen to go", s.Processes(), n)
		}
		write(t, s, addThing("later "+s.Process()))
	}
	if got := sharedThings(t, all[0]); !strings.HasPrefix(got, "a b c later") {
		t.Errorf("the database holds %q", got)
	}
}
