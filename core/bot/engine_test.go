package bot_test

import (
	"testing"

	"github.com/parleybot/parley/core/bot/bottest"
)

func TestPing(t *testing.T) {
	t.Parallel()
	s := bottest.New(t)
	alice := s.Person(bottest.D, "alice")
	alice.Says("/ping").Shows("I am here")
	alice.Says("/PING").Shows("I am here")
	alice.Says("/pingg").Shows("Did you mean /ping?")
	alice.Says("/help").Shows("/help — ", "/about — ")
	alice.Says("hello").Shows("I did not ask anything")
}
