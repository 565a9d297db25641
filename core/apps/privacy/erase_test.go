package privacy_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/store"
)

func TestEraseData(t *testing.T) {
	t.Parallel()
	s := newScene(t, true)
	s.ann.In("group").Says("/ping")
	person := s.personOf(s.ann)
	asked := s.ann.Says("/erase_data").Shows("cannot be undone", "What goes", "What stays", "360 days", "Backups", "/export_data")
	asked.Presses("Keep").Shows("Nothing was erased.")
	if s.personOf(s.ann) != person || len(s.vault.erased) > 0 {
		t.Fatal("kept, and yet erased")
	}
	done := asked.Presses("Erase").Shows("You are erased", "Backups")
	if s.personOf(s.ann) != "" {
		t.Error("the account is still known")
	}
	for name, list := range map[string][]string{"erased": s.vault.erased, "forgotten": s.vault.forgotten} {
		if !slices.Equal(list, []string{person}) {
			t.Errorf("%s %q, want %q", name, list, person)
		}
	}
	s.neverIn("communities_members", "person_id", person)
	events := s.logged("person.erased")
	if len(events) != 1 || events[0].Actor != audit.Actor(person) || events[0].Detail("person") != audit.Actor(person) ||
		events[0].As != "" || len(events[0].D) != 2 || events[0].D[1].Name != "other" {
		t.Errorf("logged %+v", events)
	}
	// The same press once more: the same answer, no second erasure.
	if again := asked.Presses("Erase"); again.Text() != done.Text() || len(s.vault.erased) != 1 {
		t.Errorf("%d erasures; the second answer:\n%s", len(s.vault.erased), again.Text())
	}
	if err := s.Store.Read(t.Context(), audit.Verify); err != nil {
		t.Errorf("the log: %v", err)
	}
}

func (s *scene) neverIn(table, column, value string) {
	s.t.Helper()
	var n int
	err := s.Store.Read(s.t.Context(), func(tx *store.Tx) error {
		return tx.SQL().Row(`SELECT count(*) FROM `+table+` WHERE `+column+` = ?`, []any{value}, &n)
	})
	if err != nil || n > 0 {
		s.t.Errorf("%d rows of %s: %v", n, table, err)
	}
}

// TestErasureIsRefused before it is asked for and, if something comes between, at
// the press as well.
func TestErasureIsRefused(t *testing.T) {
	t.Parallel()
	s := newScene(t, true)
	asked := s.ann.Says("/erase_data")
	s.vault.busy = true
	if out := s.ann.Says("/erase_data"); out.Has("What goes") {
		t.Errorf("asked all the same:\n%s", out.Text())
	}
	asked.Presses("Erase")
	if len(s.vault.erased) > 0 || s.personOf(s.ann) == "" || len(s.logged("person.erased")) > 0 {
		t.Error("refused, and yet something was done")
	}
}

// TestErasureIsAllOrNothing: what fails at one app undoes the rest.
func TestErasureIsAllOrNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t, true)
	s.vault.broken = errors.New("no")
	s.ann.Says("/erase_data").Presses("Erase")
	if s.personOf(s.ann) == "" || len(s.logged("person.erased")) > 0 || len(s.vault.forgotten) > 0 {
		t.Error("half of it was done")
	}
}

// TestWhoComesBack: what stood against somebody is passed on, by the job or before
// the next erasure, and is not after 360 days.
func TestWhoComesBack(t *testing.T) {
	t.Parallel()
	s := newScene(t, true)
	erase := func() (person string) {
		t.Helper()
		s.ann.Says("/ping")
		person = s.personOf(s.ann)
		s.ann.Says("/erase_data").Presses("Erase").Shows("You are erased")
		return person
	}
	first := erase()
	s.ann.Says("/ping")
	second := s.personOf(s.ann)
	if second == first || second == "" {
		t.Fatal("the old person is back")
	}
	s.Pass(time.Minute)
	s.Settle()
	want := [][2]string{{second, first}}
	if !slices.Equal(s.vault.returned, want) {
		t.Errorf("passed on %q, want %q", s.vault.returned, want)
	}
	erase()
	third := erase() // before any job could run
	if want = append(want, [2]string{third, second}); !slices.Equal(s.vault.returned, want) {
		t.Errorf("passed on %q, want %q", s.vault.returned, want)
	}
	s.Pass(accounts.Remembered)
	s.Settle()
	s.ann.Says("/ping")
	s.Pass(time.Minute)
	s.Settle()
	if len(s.vault.returned) != 2 {
		t.Errorf("after the time: %q", s.vault.returned)
	}
}

func TestAdminErase(t *testing.T) {
	t.Parallel()
	s := newScene(t, true)
	s.ann.Says("/ping")
	person := s.personOf(s.ann)
	s.boss.Says("/ping")
	if out := s.boss.Says("/admin erase test-t:ann"); out.Has("What goes") {
		t.Errorf("an administrator:\n%s", out.Text())
	}
	asked := s.owner.Says("/admin erase test-t:ann").Shows("cannot be undone", "Ann", "test-t:ann", "What stays")
	late := s.owner.Says("/admin erase test-t:ann")
	s.vault.busy = true
	s.owner.Says("/admin erase test-t:ann")
	s.vault.busy = false
	asked.Presses("Erase").Shows("The person is erased")
	if s.personOf(s.ann) != "" || !slices.Equal(s.vault.erased, []string{person}) {
		t.Errorf("erased %q", s.vault.erased)
	}
	late.Presses("Erase").Shows("erased already")
	if len(s.vault.erased) != 1 {
		t.Error("erased twice")
	}
	events := s.logged("person.erased")
	if len(events) != 1 || events[0].As != "owner" || events[0].Actor == audit.Actor(person) || events[0].Detail("person") != audit.Actor(person) {
		t.Errorf("logged %+v", events)
	}
	// Somebody else's button is no way round the right.
	other := s.owner.Says("/admin erase test-d:boss")
	other.PressedBy(s.Person(bottest.D, "boss"), "Erase")
	if len(s.vault.erased) != 1 {
		t.Error("pressed by somebody else")
	}
}
