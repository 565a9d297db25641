package bot_test

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/bot/bottest"
)

// A wizard goes along with its account, and still ends in time and says so.
func TestWizardGoesAlongWithALink(t *testing.T) {
	t.Parallel()
	d := &demo{}
	s := bottest.New(t, d.app())
	older := s.Person(bottest.D, "older")
	older.Says("/demo echo").Shows("Which words?") // a mere question gives way
	s.Pass(time.Second)
	younger := s.Person(bottest.T, "younger")
	younger.Says("/demo order").Presses("Red").Shows("Whose name?")
	link(t, s, younger, older)
	younger.Says("Alice").Shows("Which size?")
	s.Pass(16 * time.Minute)
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
	s.Pass(time.Second)
	younger := s.Person(bottest.T, "younger")
	younger.Says("/demo order")
	link(t, s, younger, older)
	younger.Says("/start").Shows("Here is where we were", "Whose name?")
}
