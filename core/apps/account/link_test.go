package account_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/apps/account"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

var codePattern = regexp.MustCompile(`code: ([0-9A-HJKMNP-TV-Z]{8})\b`)

// codeOn reads the link code off a screen.
func codeOn(t *testing.T, s bottest.Screen) string {
	t.Helper()
	found := codePattern.FindStringSubmatch(s.Text())
	if found == nil {
		t.Fatalf("no code in:\n%s", s.Text())
	}
	return found[1]
}

// pair is somebody's two accounts; the one on Discord is the older.
func pair(t *testing.T, o account.Options) (s *bottest.Stage, d, tg *bottest.Person) {
	t.Helper()
	s = bottest.New(t, account.New(o))
	d, tg = s.Person(bottest.D, "alice"), s.Person(bottest.T, "alicia")
	d.Says("/ping")
	s.Pass(time.Minute)
	tg.Says("/ping")
	return s, d, tg
}

// person returns the person behind an account.
func person(t *testing.T, s *bottest.Stage, p *bottest.Person) (id accounts.Identity, of accounts.Person) {
	t.Helper()
	err := s.Store.Read(t.Context(), func(tx *store.Tx) (err error) {
		id, of, _, err = accounts.Resolve(tx, p.User, false)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id, of
}

// events returns the types of the log's events that concern persons.
func events(t *testing.T, s *bottest.Stage) (types []string) {
	t.Helper()
	err := s.Store.Read(t.Context(), func(tx *store.Tx) error {
		return tx.SQL().Rows(`SELECT type FROM audit_events WHERE type LIKE 'person.%' ORDER BY seq`, nil, func(scan func(...any) error) error {
			var kind string
			err := scan(&kind)
			types = append(types, kind)
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return types
}

func TestLinkAndUndo(t *testing.T) {
	t.Parallel()
	var moves []string
	s, d, tg := pair(t, account.Options{Moved: func(_ *store.Tx, ref chat.UserRef, from, to string) error {
		if from == to {
			t.Error("moved to the same person")
		}
		moves = append(moves, ref.String())
		return nil
	}})
	_, older := person(t, s, d)
	_, younger := person(t, s, tg)

	code := codeOn(t, d.Says("/link").Shows("/link ", "Give it to nobody else"))
	asked := tg.Says("/link "+strings.ToLower(code)).Shows("Alice (@alice) on Test-d", "24 hours")
	there := d.Last().Shows("Alicia (@alicia) on Test-t typed your link code")
	there.Presses("Confirm").Shows("Recorded", "confirm as Alicia")
	there.Presses("Confirm").Shows("You have confirmed already")
	if _, now := person(t, s, tg); now != younger || len(events(t, s)) != 0 {
		t.Error("one yes was enough")
	}

	merged := asked.Presses("Confirm").Shows("✅ Linked", "Alice (@alice)", "until")
	id, now := person(t, s, tg)
	if now.ID != older.ID || id.LinkedAt.IsZero() || !slices.Equal(moves, []string{"test-t:alicia"}) {
		t.Errorf("after linking: %+v, %v", id, moves)
	}
	if !merged.Reply.Replace {
		t.Error("the question was not replaced")
	}
	asked.Presses("Confirm").Shows("one person already")
	linked := d.Last().Shows("✅ Linked", "Alicia (@alicia)")
	if !slices.Equal(events(t, s), []string{"person.linked"}) {
		t.Errorf("log: %v", events(t, s))
	}

	merged.Presses("Undo").Shows("Undone", "Alice (@alice) on Test-d")
	if _, now := person(t, s, tg); now.ID != younger.ID || len(moves) != 2 {
		t.Errorf("after undoing: %+v, %v", now, moves)
	}
	d.Last().Shows("Undone", "Alicia (@alicia) on Test-t")
	linked.Presses("Undo").Shows("can no longer be undone")
	if !slices.Equal(events(t, s), []string{"person.linked", "person.unlinked"}) {
		t.Errorf("log: %v", events(t, s))
	}
}

func TestUndoFromTheOtherSide(t *testing.T) {
	t.Parallel()
	refuse := false
	s, d, tg := pair(t, account.Options{MayUnlink: func(_ *store.Tx, _ string, since time.Time) error {
		if since.IsZero() {
			t.Error("since when?")
		}
		if refuse {
			return fault.New(fault.Status, "account.link.undo_over")
		}
		return nil
	}})
	asked := tg.Says("/link " + codeOn(t, d.Says("/link")))
	asked.Presses("Confirm")
	d.Last().Presses("Confirm").Shows("✅ Linked", "Alicia")
	other := tg.Last().Shows("✅ Linked", "Alice")
	refuse = true
	other.Presses("Undo").Shows("can no longer be undone")
	if id, _ := person(t, s, tg); id.LinkedAt.IsZero() {
		t.Error("undone although it was refused")
	}
	refuse = false
	s.Pass(24*time.Hour - time.Second)
	other.Presses("Undo").Shows("Undone", "Alice")
	d.Last().Shows("Undone", "Alicia")
}

func TestUndoTooLate(t *testing.T) {
	t.Parallel()
	s, d, tg := pair(t, account.Options{})
	tg.Says("/link " + codeOn(t, d.Says("/link"))).Presses("Confirm")
	merged := d.Last().Presses("Confirm")
	s.Pass(24 * time.Hour)
	merged.Presses("Undo").Shows("can no longer be undone")
}

func TestDecline(t *testing.T) {
	t.Parallel()
	s, d, tg := pair(t, account.Options{})
	asked := tg.Says("/link " + codeOn(t, d.Says("/link")))
	there := d.Last()
	there.Presses("No").Shows("Nothing was linked")
	tg.Last().Shows("Alice (@alice) on Test-d said no")
	asked.Presses("Confirm").Shows("no longer open")
	asked.Presses("No").Shows("no longer open")
	if len(events(t, s)) != 0 {
		t.Errorf("log: %v", events(t, s))
	}
	asked = tg.Says("/link " + codeOn(t, d.Says("/link")))
	asked.Presses("No").Shows("Nothing was linked")
	d.Last().Shows("Alicia (@alicia) on Test-t said no")
	asked = tg.Says("/link " + codeOn(t, d.Says("/link")))
	s.Pass(accounts.ConfirmTime)
	asked.Presses("Confirm").Shows("no longer open")
}

func TestCodeRefusals(t *testing.T) {
	t.Parallel()
	s, d, tg := pair(t, account.Options{})
	neighbour := s.Person(bottest.D, "nick")
	code := codeOn(t, d.Says("/link"))
	d.Says("/link " + code).Shows("this very account")
	neighbour.Says("/link "+code).Shows("Both accounts are on Test-d", "two different apps")
	s.Pass(accounts.CodeTime)
	tg.Says("/link " + code).Shows("has expired")
	code = codeOn(t, d.Says("/link"))
	asked := tg.Says("/link " + code)
	tg.Says("/link " + code).Shows("was used already")
	asked.Presses("Confirm")
	d.Last().Presses("Confirm")
	tg.Says("/link " + codeOn(t, d.Says("/link"))).Shows("one person already")
	asked.Presses("No").Shows("one person already")
	d.Inbox()[0].Presses("No").Shows("one person already")
}

// Wrong codes are counted although the refusal undoes everything else.
func TestTooManyTries(t *testing.T) {
	t.Parallel()
	s, d, tg := pair(t, account.Options{})
	code := codeOn(t, d.Says("/link"))
	for range 5 {
		tg.Says("/link WRONG").Shows("not valid")
	}
	tg.Says("/link " + code).Shows("Too many wrong codes")
	s.Pass(time.Hour - time.Second)
	tg.Says("/link " + code).Shows("Too many wrong codes")
	s.Pass(time.Second)
	tg.Says("/link " + codeOn(t, d.Says("/link"))).Shows("Is that you?")
}

func TestAnotherAppRefusesALink(t *testing.T) {
	t.Parallel()
	refuse := true
	s, d, tg := pair(t, account.Options{MayLink: func(_ *store.Tx, a, b string) error {
		if a == b || a == "" || b == "" {
			t.Errorf("may %q and %q link?", a, b)
		}
		if refuse {
			return fault.New(fault.Status, "account.link.over")
		}
		return nil
	}})
	code := codeOn(t, d.Says("/link"))
	tg.Says("/link " + code).Shows("no longer open")
	refuse = false
	asked := tg.Says("/link " + code).Shows("Is that you?") // the code was not used up
	asked.Presses("Confirm")
	refuse = true
	d.Last().Presses("Confirm").Shows("no longer open")
	if id, _ := person(t, s, tg); !id.LinkedAt.IsZero() {
		t.Error("linked although it was refused")
	}
	refuse = false
	d.Last().Presses("Confirm").Shows("✅ Linked")
}

func TestLinkWithSomebodyOutOfReach(t *testing.T) {
	t.Parallel()
	s, d, tg := pair(t, account.Options{})
	code := codeOn(t, d.Says("/link"))
	s.D.Close(d.User.Ref)
	tg.Says("/link " + code)
	s.Settle()
	tg.Last().Shows("could not write to Alice (@alice) on Test-d")
}
