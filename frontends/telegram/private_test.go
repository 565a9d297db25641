package telegram_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// Ben never wrote to the bot: his answer waits behind the link, is shown in
// full when he follows it, and once.
func TestAHeldAnswerIsShownWhenTheChatOpens(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.OnlyCaller, say("for Ben alone")))
	s.must(s.Type(s.cast.Ben.Ref, s.cast.Group.Ref, "/deal_note x"))
	link := s.sees(s.cast.Ben, "ar|core.waits_privately")
	if !strings.HasPrefix(link.Text, "\u2068Ben\u2069: ") || !slices.Equal(link.Buttons, []string{"ar|core.open_privately"}) {
		t.Errorf("the way to it is %+v", link)
	}
	s.idle()
	s.restart()
	s.must(s.Press(s.cast.Ben.Ref, link.ID, link.Buttons[0]))
	if seen := s.sees(s.cast.Ben, "for Ben alone"); seen.Group {
		t.Errorf("it stands in the group: %+v", seen)
	}
	all := s.core.Handled()
	if len(all) != 2 || all[0].EventID != all[1].EventID {
		t.Errorf("the interaction that was held came back as another: %+v", all)
	}
	if ev := s.observed(1); ev.Kind != chat.Started || ev.User.Ref != s.cast.Ben.Ref {
		t.Errorf("the core was told %+v", ev)
	}
	for _, text := range s.saw(s.cast.Ann) {
		if strings.Contains(text, "for Ben alone") {
			t.Error("Ann sees it too")
		}
	}
	// Nothing waits any more: the link is a plain Start now.
	s.idle()
	s.must(s.Press(s.cast.Ben.Ref, link.ID, link.Buttons[0]))
	if in := s.took(3); len(in.Words) != 1 || in.Words[0].Text != "start" || in.EventID == all[0].EventID {
		t.Errorf("got %+v", in)
	}
}

// restart ends the frontend and starts another on the same facts.
func (s *stage) restart() {
	s.t.Helper()
	s.stop()
	fresh, err := telegram.New(telegram.Options{Token: s.Token(), URL: s.URL()})
	s.must(err)
	s.f = fresh
	s.run()
}

// What nobody recorded while the answer waited is not lost either.
func TestAHeldAnswerSurvivesARefusal(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.Direct, say("for Ben alone")))
	s.must(s.Type(s.cast.Ben.Ref, s.cast.Group.Ref, "/ping"))
	link := s.sees(s.cast.Ben, "ar|core.waits_privately")
	s.idle()
	s.core.Fail(3)
	s.must(s.Press(s.cast.Ben.Ref, link.ID, link.Buttons[0]))
	s.sees(s.cast.Ben, "for Ben alone")
}

func TestANoteInAGroupGoesAway(t *testing.T) {
	t.Parallel()
	c := newClock(50*time.Second, time.Minute)
	s := play(t, telegramtest.Options{}, c.options(), answers(chat.Direct, say("for Ann alone")))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	s.sees(s.cast.Ann, "for Ann alone")
	s.sees(s.cast.Ben, "ar|core.sent_privately")
	s.waits("the note's time to run", c.changed, func() bool { return c.waits() > 0 })
	s.count("deleteMessage", 0)
	c.ring(time.Minute)
	s.waits("an empty list", s.core.Changed, func() bool { return s.notes() == "[]" })
	s.count("deleteMessage", 1)
}

// A note that was left by a run that ended is deleted by the next one.
func TestANoteIsRememberedOverARestart(t *testing.T) {
	t.Parallel()
	c := newClock(50*time.Second, time.Minute)
	s := play(t, telegramtest.Options{}, c.options(), answers(chat.Direct, say("for Ann alone")))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	s.waits("the note to be remembered", s.core.Changed, func() bool { return strings.Contains(s.notes(), `"chat":-`) })
	s.stop()
	c.ring(2 * time.Minute)
	s.run()
	s.waits("the note to be deleted", s.Changed, func() bool { return s.Count("deleteMessage") == 1 })
}

func (s *stage) notes() string {
	for key, value := range s.core.Facts() {
		if strings.HasSuffix(key, ":notes") {
			return value
		}
	}
	return ""
}

func TestAGroupThatForbidsToWriteIsAnsweredPrivately(t *testing.T) {
	t.Parallel()
	for _, audience := range []chat.Audience{chat.Public, chat.OnlyCaller, chat.Direct} {
		s := play(t, telegramtest.Options{}, telegram.Options{}, answers(audience, say("the answer")))
		s.must(s.Promote(s.cast.Ann.Ref, s.cast.Group.Ref, true)) // who may still write there
		s.must(s.Mute(s.cast.Group.Ref, true))
		s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
		if seen := s.sees(s.cast.Ann, "the answer"); seen.Group {
			t.Errorf("%q: %+v", audience, seen)
		}
		s.idle()
		if calls := s.Count("sendMessage"); calls > 2 {
			t.Errorf("%q: %d calls of sendMessage", audience, calls)
		}
		// Ben cannot be reached at all, and that is the end of it.
		s.must(s.Type(s.cast.Ben.Ref, s.cast.Group.Ref, "/ping"))
		s.took(2)
		s.idle()
		if got := s.saw(s.cast.Ben); len(got) != 0 {
			t.Errorf("%q: Ben sees %q", audience, got)
		}
		if calls := s.Count("sendMessage"); calls > 4 {
			t.Errorf("%q: %d calls of sendMessage", audience, calls)
		}
	}
}

func TestWhoBlocksTheBotInTheMiddleIsLeftInPeace(t *testing.T) {
	t.Parallel()
	s := &stage{double: open(t, telegramtest.Options{}, telegram.Options{}), core: frontendtest.NewCore(answers(chat.OnlyCaller, say("next question")))}
	core := newSlow(s.core, func(chat.Interaction) bool { return true })
	s.runWith(core)
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "250"))
	core.hears(t)
	s.must(s.Close(s.cast.Ann.Ref))
	close(core.release)
	if ev := s.observed(1); ev.Kind != chat.Blocked || ev.User.Ref != s.cast.Ann.Ref || ev.Place.Ref != s.cast.AnnDirect {
		t.Errorf("the core was told %+v", ev)
	}
	s.idle()
	if got := s.saw(s.cast.Ann); len(got) != 0 {
		t.Errorf("Ann sees %q", got)
	}
	s.must(s.Unblock(s.cast.Ann.Ref))
	if ev := s.observed(2); ev.Kind != chat.Started || ev.User.Ref != s.cast.Ann.Ref {
		t.Errorf("the core was told %+v", ev)
	}
}
