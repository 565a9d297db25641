package bot_test

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/store"
)

// move lets the engine follow an account to another person.
func move(t *testing.T, s *bottest.Stage, account, to *bottest.Person) {
	t.Helper()
	err := s.Store.Write(t.Context(), func(tx *store.Tx) error {
		from, err := accounts.Lookup(tx, account.User.Ref)
		if err != nil {
			return err
		}
		into, err := accounts.Lookup(tx, to.User.Ref)
		if err != nil {
			return err
		}
		return bot.MoveSession(tx, account.User.Ref, from.PersonID, into.PersonID)
	})
	if err != nil {
		t.Fatal(err)
	}
	link(t, s, account, to)
}

// A wizard goes along with its account, and still ends in time and says so.
func TestWizardGoesAlongWithALink(t *testing.T) {
	t.Parallel()
	d := &demo{}
	s := bottest.New(t, d.app())
	older := s.Person(bottest.D, "older")
	older.Says("/demo echo").Shows("Which words?") // a mere question gives way
	s.Clock.Advance(time.Second)
	younger := s.Person(bottest.T, "younger")
	younger.Says("/demo order").Presses("Red").Shows("Whose name?")
	move(t, s, younger, older)
	younger.Says("Alice").Shows("Which size?")
	s.Clock.Advance(16 * time.Minute)
	younger.Last().Shows("ran out", "an order")
	younger.Says("big").Shows("did not ask anything")
	if d.ran != 0 {
		t.Error("the answer went to another question")
	}
}

// Of two running wizards the other person's stays.
func TestRunningWizardStays(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	older := s.Person(bottest.D, "older")
	older.Says("/demo order").Presses("Blue")
	s.Clock.Advance(time.Second)
	younger := s.Person(bottest.T, "younger")
	younger.Says("/demo order")
	move(t, s, younger, older)
	younger.Says("/start").Shows("Here is where we were", "Whose name?")
}
