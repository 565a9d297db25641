package bot_test

import (
	"errors"
	"testing"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/store"
)

// A question that was asked about one group is about that group wherever it is
// answered, in another group too.
func TestAnswerBelongsToItsSpace(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	ada := s.Person(bottest.T, "ada").AsAdmin()
	ada.In("second").Says("/ping")
	ada.In("club").Says("/demo place").Shows("Which words?")
	ada.In("second").Says("see you at five").Shows("I did not ask anything") // talk in a group answers nothing
	ada.Says("here").Shows("club heard here")
	card := ada.In("club").Says("/demo place words=x")
	ada.In("second").PressesToken(card.Buttons()["Once more"]).Shows("club heard again")
}

// The way past a running wizard leads where it was asked for.
func TestOfferKeepsTheSpace(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	ada := s.Person(bottest.T, "ada").AsAdmin()
	ada.Says("/demo order").Presses("Red")
	ada.In("club").Says("/demo place").Shows("in the middle of an order").Presses("Instead: A demonstration").Shows("Which words?")
	ada.Says("there").Shows("club heard there")
}

// A right that was not seen for a day is not taken for granted, and the answer
// says how to go on.
func TestRightsFromAfarGrowStale(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	ada := s.Person(bottest.T, "ada")
	token := ada.In("club").AsAdmin().Says("/demo place words=x").Buttons()["Once more"]
	s.Pass(25 * time.Hour)
	ada.PressesToken(token).Shows("have not seen you there since yesterday", "/demo place")
	ada.In("club").AsAdmin().Says("/demo place words=x")
	ada.PressesToken(token).Shows("club heard again")
}

// A space that got another id meanwhile is still the one.
func TestSpaceMovedBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	ada := s.Person(bottest.T, "ada").AsAdmin()
	token := ada.In("club").Says("/demo place words=x").Buttons()["Once more"]
	err := s.Bot.Observe(t.Context(), chat.Event{
		Kind: chat.SpaceMoved, EventID: "m", Platform: bottest.T,
		Space: chat.SpaceRef{Platform: bottest.T, ID: "club"}, NewSpace: chat.SpaceRef{Platform: bottest.T, ID: "superclub"},
	})
	if err != nil {
		t.Fatal(err)
	}
	ada.PressesToken(token).Shows("club heard again") // it is still called so
}

// [Back] from an answer that was to be changed leaves it, and all others, alone.
func TestBackFromAChange(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	bob := s.Person(bottest.T, "bob")
	review := bob.Says("/demo order").Presses("Red").Says("Bob").Presses("Big").Says("none").Shows("All good?")
	review.Presses("Which colour?").Shows("Which colour?").Presses("Back").Shows("All good?").
		Presses("Which colour?").Presses("Blue").Shows("All good?").Presses("Go").Shows("Ordered blue for Bob.")
}

// What was wrong is asked again, not what was asked last; the rest is kept.
func TestWrongOptionIsAskedAgain(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	bob := s.Person(bottest.T, "bob")
	bob.Says("/demo pair").Says("wrong").Shows("Which words?").Says("kept words").
		Shows("That is wrong.", "Which code?").Says("right").Shows("right and kept words")
}

// An app that cannot take an event in does not cost the engine its own part, and
// one that takes too long is put aside.
func TestObserversStandOnTheirOwn(t *testing.T) {
	t.Parallel()
	broken := app.App{Name: "broken", Observers: []app.Observer{
		{Kind: chat.SpaceMoved, Do: func(*store.Tx, chat.Event) error { return errors.New("a mistake") }},
		{Kind: chat.Posted, Do: func(tx *store.Tx, _ chat.Event) error {
			<-tx.Context().Done()
			return tx.Context().Err()
		}},
	}}
	s := bottest.New(t, broken)
	s.Person(bottest.T, "ada").In("dock").Says("/ping")
	from, to := chat.SpaceRef{Platform: bottest.T, ID: "dock"}, chat.SpaceRef{Platform: bottest.T, ID: "superdock"}
	for _, ev := range []chat.Event{
		{Kind: chat.SpaceMoved, EventID: "m", Platform: bottest.T, Space: from, NewSpace: to}, posted(s, "slow", "x"),
	} {
		if err := s.Bot.Observe(t.Context(), ev); err != nil {
			t.Errorf("%s: %v", ev.Kind, err)
		}
	}
	err := s.Store.Read(t.Context(), func(tx *store.Tx) error {
		space, _, err := communities.Find(tx, from)
		if space.Ref != to {
			t.Errorf("the group is still %v", space.Ref)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
