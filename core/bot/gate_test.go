package bot_test

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
)

func TestRights(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	eve := s.Person(bottest.D, "eve").In("harbor")
	mia := s.Person(bottest.D, "mia").In("harbor").With("DealMediator")
	ada := s.Person(bottest.D, "ada").In("harbor").AsAdmin()
	own := s.Person(bottest.D, "owner").In("harbor")
	for _, c := range []struct {
		command string
		refused []*bottest.Person
		allowed []*bottest.Person
	}{
		{"/demo mediate", []*bottest.Person{eve}, []*bottest.Person{mia, ada, own}},
		{"/demo admin", []*bottest.Person{eve, mia}, []*bottest.Person{ada, own}},
		{"/demo own", []*bottest.Person{eve, mia, ada}, []*bottest.Person{own}},
	} {
		for _, p := range c.refused {
			p.Says(c.command).Shows("You may not do this here.")
		}
		for _, p := range c.allowed {
			p.Says(c.command).Shows("says")
		}
	}
	if eve.Says("/help").Has("/demo admin") || !ada.Says("/help").Has("/demo admin") {
		t.Error("help offers what the reader may not use, or hides what they may")
	}
}

func TestWrongKindOfChat(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	alice := s.Person(bottest.D, "alice")
	alice.In("harbor").Says("/demo private").Shows("private chat with me only")
	alice.AsAdmin().Says("/demo admin").Shows("in a group or server only")
}

func TestBotsAreRefused(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	robot := s.Person(bottest.D, "robot")
	robot.User.Bot = true
	robot.Says("/demo count").Shows("Bots and channels cannot act")
	robot.Says("/demo look x").Shows("Bots and channels cannot act")
}

func TestButtonsOfOthers(t *testing.T) {
	t.Parallel()
	d := &demo{}
	s := bottest.New(t, d.app())
	alice, eve := s.Person(bottest.D, "alice"), s.Person(bottest.D, "eve")
	card := alice.Says("/demo card")
	card.PressedBy(eve, "Mine").Shows("made for someone else")
	card.PressedBy(eve, "Long").Shows("made for someone else")
	card.PressedBy(eve, "Open").Shows("says open")
	card.Presses("Mine").Shows("says mine")
	card.Presses("Long").Shows("a value that is far too long")
	eve.PressesToken("nonsense").Shows("too old to be understood")
	eve.PressesToken("~nonsense").Shows("too old to be understood")
	eve.PressesToken("").Shows("too old to be understood")
	for label, token := range card.Buttons() {
		if len(token) > 64 {
			t.Errorf("%s carries %d bytes", label, len(token))
		}
		for i := range token {
			flipped := []byte(token)
			flipped[i] ^= 1
			if screen := alice.PressesToken(string(flipped)); screen.Has("says") || screen.Has("Ran") {
				t.Fatalf("%s: a changed token was taken: %s", label, screen.Text())
			}
		}
	}
}

func TestButtonsExpire(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	alice := s.Person(bottest.D, "alice")
	card := alice.Says("/demo card")
	s.Pass(29 * day)
	card.Presses("Mine").Shows("says mine")
	card.Presses("Long").Shows("demo look says")
	s.Pass(2 * day)
	card.Presses("Mine").Shows("expired; nothing was recorded")
	card.Presses("Long").Shows("expired; nothing was recorded")
	card.Presses("Short").Presses("Show it as it is now").Shows("demo look says short")
}

func TestButtonsSurviveRestart(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	card := s.Person(bottest.D, "alice").Says("/demo card")
	s.Restart()
	card.Presses("Mine").Shows("says mine")
	card.Presses("Long").Shows("demo look says")
}

func TestUsersAreNamed(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	alice, bob := s.Person(bottest.D, "alice"), s.Person(bottest.T, "bob")
	mia := s.Person(bottest.D, "mia")
	mia.Says("/ping")
	alice.Says("/demo tell mia").Shows("Telling test-d:mia.")
	alice.Says("/demo tell @MIA").Shows("Telling test-d:mia.")
	alice.Mentions("/demo tell", mia).Shows("Telling test-d:mia.")
	bob.Says("/ping") // who never wrote to the bot there cannot be written to
	alice.Says("/demo tell test-t:bob").Shows("Telling test-t:bob.")
	alice.Says("/demo tell nobody").Shows("I do not know who", "nobody")
	alice.Says("/demo tell elsewhere:9").Shows("I do not know who")
	if got := len(mia.Inbox()); got != 3 {
		t.Errorf("mia was told %d times", got)
	}
	bob.Last().Presses("Fine").Shows("Ran 1 time.")
}

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	bob := s.Person(bottest.T, "bob")
	bob.Says("/demo set 3").Shows("size 3, quiet,")
	bob.Says("/demo_set ٣ yes Red").Shows("size 3, loud, red")
	bob.Says("/demo-set colour=blue size:4 loud off").Shows("size 4, quiet, blue")
	bob.Says("/demo set 4 no grass").Shows("size 4, quiet, green") // without the emoji of the label
	bob.Says("/demo set 0").Shows("from 1 to 9", "3")
	bob.Says("/demo set three").Shows("from 1 to 9")
	bob.Says("/demo set 3 perhaps").Shows("yes or no")
	bob.Says("/demo set 3 yes pink").Shows("one of: red, blue, green")
	bob.Says("/demo set 3 yes red more").Shows("do not know what to do with", "more", "/demo set size")
	bob.Says("/demo echo " + strings.Repeat("x", 30)).Shows("2 to 20")
	bob.Speaking("ar").Says("/demo set 3 نعم أحمر").Shows("red")
}

func TestSuggestions(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	alice := s.Person(bottest.D, "alice")
	alice.Says("/ping")
	ask := func(path, option, prefix string) []chat.Choice {
		return alice.Act(chat.Interaction{
			Kind: chat.Complete, EventID: "complete " + path + option, User: alice.User, Place: alice.Place, At: s.Clock.Now(),
			Path: path, Option: option, Text: chat.Value{Text: prefix},
		}).Reply.Choices
	}
	if got := ask("demo look", "id", "x"); len(got) != 2 || got[0].Value != "x1" {
		t.Errorf("suggestions: %v", got)
	}
	if got := ask("demo set", "colour", "GR"); len(got) != 1 || got[0].Value != "green" {
		t.Errorf("choices: %v", got)
	}
	if got := ask("demo own", "words", ""); len(got) != 0 {
		t.Errorf("suggestions for a command that is refused: %v", got)
	}
}
