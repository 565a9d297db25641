package bot_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/store"
)

// watcher is an app that sees what is posted, and does not survive all of it.
type watcher struct{ seen []string }

func (w *watcher) app() app.App {
	return app.App{Name: "watcher", Observers: []app.Observer{{Kind: chat.Posted, Do: func(_ *store.Tx, ev chat.Event) error {
		switch ev.Text {
		case "panic":
			panic("an observer's mistake")
		case "error":
			return errors.New("another mistake")
		}
		w.seen = append(w.seen, ev.Text)
		return nil
	}}}}
}

func posted(s *bottest.Stage, id, text string) chat.Event {
	return chat.Event{Kind: chat.Posted, EventID: id, Platform: bottest.T, Text: text, At: s.Clock.Now()}
}

// An event that breaks an app is put aside; those behind it are not held up.
func TestObserveIsNotHeldUp(t *testing.T) {
	t.Parallel()
	w := &watcher{}
	s := bottest.New(t, w.app())
	for _, ev := range []chat.Event{posted(s, "1", "panic"), posted(s, "2", "error"), posted(s, "3", "fine"), posted(s, "3", "fine")} {
		if err := s.Bot.Observe(t.Context(), ev); err != nil {
			t.Errorf("%s: %v", ev.Text, err)
		}
	}
	// A platform may use an id again for something else.
	if err := s.Bot.Observe(t.Context(), posted(s, "3", "new")); err != nil {
		t.Error(err)
	}
	if got := strings.Join(w.seen, " "); got != "fine new" {
		t.Errorf("observers saw %q", got)
	}
	s.FailCommits(&store.Error{Kind: store.Busy, Err: errors.New("locked")})
	if err := s.Bot.Observe(t.Context(), posted(s, "4", "later")); !errors.Is(err, chat.ErrNotRecorded) {
		t.Errorf("without a store: %v", err)
	}
	s.FailCommits(nil)
}

// A bot leaves nothing behind, not even as an administrator.
func TestBotsLeaveNoTrace(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	robot := s.Person(bottest.T, "robot").In("dock").AsAdmin()
	robot.User.Bot = true
	robot.Says("/demo count").Shows("Bots and channels cannot act")
	err := s.Store.Read(t.Context(), func(tx *store.Tx) error {
		_, err := accounts.Lookup(tx, robot.User.Ref)
		return err
	})
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the bot has an account: %v", err)
	}
}

// An old event that comes once more does not bring old facts back.
func TestRedeliveryKeepsTheFacts(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	ada := s.Person(bottest.T, "ada").In("dock")
	old := ada.AsAdmin().Says("/demo count")
	ada.Says("/ping")
	ada.Act(old.Event).Shows("Ran 1 time.")
	err := s.Store.Read(t.Context(), func(tx *store.Tx) error {
		id, err := accounts.Lookup(tx, ada.User.Ref)
		if err != nil {
			return err
		}
		c, err := communities.OfSpace(tx, ada.Place.Space)
		if err != nil {
			return err
		}
		standing, err := communities.StandingOf(tx, c.ID, id.PersonID)
		if standing.Administrator {
			t.Error("a redelivered event made an administrator of somebody who no longer is")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Words for a dead button are in the reader's language, however it was stored.
func TestDeadStoredButton(t *testing.T) {
	t.Parallel()
	s := bottest.New(t)
	bob := s.Person(bottest.T, "bob").Speaking("ar")
	bob.PressesToken("~nothing").Shows("هذا الزر")
}
