package main

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

const saysRepeat = "Nothing was recorded; please repeat."

// A database that is full, read-only, locked or broken records nothing at all,
// says so, and takes the same act once it can.
func TestStoreTrouble(t *testing.T) {
	t.Parallel()
	for name, trouble := range map[string]error{
		"full": store.ErrFull, "read-only": store.ErrReadOnly, "locked": store.ErrBusy, "failing": store.ErrIO,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &trial{scene: openScene(t), now: situationOf("active")}
			card := s.who("ben").Says(s.fill("/deal view {deal}"))
			review := s.review("/deal start test-d:ben")
			for _, act := range []func() bottest.Screen{
				func() bottest.Screen { return review.Presses("Create") },
				func() bottest.Screen { return s.who("alice").Says("/deal note " + s.deal + " Hello.") },
				func() bottest.Screen { return s.who("alice").Says("/deal complete " + s.deal) },
				func() bottest.Screen { return card.Presses("Mark complete").Presses("Yes, my side is done") },
				func() bottest.Screen { return s.who("eve").Says("/link") },
			} {
				s.survives(trouble, act)
			}
		})
	}
}

// survives plays an act while no commit succeeds, then hands the same event over
// again as a platform would.
func (s *trial) survives(trouble error, act func() bottest.Screen) {
	s.t.Helper()
	s.last = nil
	before, requests := s.ledger(), s.requests()
	s.FailCommits(trouble)
	got := act()
	s.FailCommits(nil)
	s.last = nil
	if strings.TrimSpace(got.Text()) != saysRepeat || !errors.Is(got.Err, chat.ErrNotRecorded) {
		s.t.Errorf("%v: the answer was %v and\n%s", trouble, got.Err, got.Text())
	}
	if changed := before.changed(s.ledger()); changed != "" || s.requests() != requests {
		s.t.Errorf("%v: half-written: %s; %d request keys, then %d", trouble, changed, requests, s.requests())
	}
	again := s.who(got.Event.User.Ref.ID).Act(got.Event)
	s.last = nil
	if again.Err != nil || before.changed(s.ledger()) == "" {
		s.t.Errorf("%v: once it was over, the answer was %v and\n%s", trouble, again.Err, again.Text())
	}
}

func (s *trial) requests() (n int) {
	s.t.Helper()
	if err := s.Store.Read(context.Background(), func(tx *store.Tx) error {
		return tx.SQL().Row("SELECT count(*) FROM bot_requests", nil, &n)
	}); err != nil {
		s.t.Fatal(err)
	}
	return n
}

// The same with a real lock, held by another program, before the whole product:
// the platform hands the event over a few times, and then the person reads why.
func TestLockedLedger(t *testing.T) {
	t.Parallel()
	s := openTheatre(t)
	alice := person("alice")
	release := lock(t, house.Ledger(s.settings))
	if err := s.world.Type(alice, s.world.Places(alice)[0].Ref, "/deal start"); err != nil {
		t.Fatal(err)
	}
	if err := s.world.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	release()
	entries := s.world.Entries(0, alice)
	if got := entries[len(entries)-1].Message.Text; got != saysRepeat {
		t.Errorf("Alice reads %q", got)
	}
	if err := s.world.Type(alice, s.world.Places(alice)[0].Ref, "/deal start"); err != nil {
		t.Fatal(err)
	}
	if err := s.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	entries = s.world.Entries(0, alice)
	if got := entries[len(entries)-1].Message.Text; got != "On which network?" {
		t.Errorf("once the lock is gone, Alice reads %q", got)
	}
}

// lock takes the database's write lock, as the sqlite3 shell would, or another
// process of the bot.
func lock(t *testing.T, at store.Options) (release func()) {
	t.Helper()
	driver, name, begin := "sqlite", at.Path, "BEGIN IMMEDIATE"
	if at.URL != "" {
		driver, name, begin = "pgx", at.URL, "BEGIN; SELECT pg_advisory_xact_lock(x'7061726c6579'::bigint)"
	} else if slices.Contains(sql.Drivers(), "sqlite3") {
		driver = "sqlite3"
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	c, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	run := func(query string) {
		if _, err := c.ExecContext(context.Background(), query); err != nil {
			t.Error(err)
		}
	}
	run(begin)
	return func() {
		run("ROLLBACK")
		if err := errors.Join(c.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	}
}
