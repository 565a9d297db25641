package bot_test

import (
	"testing"

	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
)

// What was made for a person is theirs after they linked their accounts too: old
// buttons, and news that was on its way.
func TestCardsSurviveALink(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	old, other := s.Person(bottest.D, "alice"), s.Person(bottest.T, "alice2")
	onD, onT := old.Says("/demo card"), other.Says("/demo card")
	eve := s.Person(bottest.D, "eve")
	eve.Says("/demo tell test-d:later") // somebody unseen, told before the link
	s.T.FailWith(func(chat.Delivery) error { return &chat.SendError{Class: chat.Retry} })
	eve.Says("/demo tell test-t:alice2")
	s.Settle()
	link(t, s, old, other)
	s.T.FailWith(nil)
	s.Pass(minute)
	onD.Presses("Mine").Shows("says mine")
	onT.Presses("Mine").Shows("says mine")
	onD.PressedBy(other, "Mine").Shows("made for someone else") // another account was shown it
	onD.PressedBy(eve, "Mine").Shows("made for someone else")
	other.Last().Shows("Somebody told you.").Presses("Fine").Shows("Ran")
}
