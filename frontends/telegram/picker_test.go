package telegram_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

func whom() chat.Message {
	m := withButton("with whom?", "Cancel", "cancel")
	m.Asks = chat.UserOption
	return m
}

func TestAPersonIsPickedFromContacts(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.OnlyCaller, whom()))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/deal_note"))
	hint := s.sees(s.cast.Ann, "ar|core.pick_person_hint")
	if !slices.Equal(hint.Buttons, []string{"ar|core.pick_person"}) {
		t.Errorf("the keyboard is %q", hint.Buttons)
	}
	s.core.Script(answers(chat.OnlyCaller, say("a deal with Ben")))
	s.must(s.PickUsers(s.cast.Ann.Ref, s.cast.Ben.Ref))
	in := s.took(2)
	if u := in.Text.User; in.Kind != chat.Answer || u == nil || u.Ref != s.cast.Ben.Ref || u.Name != "Ben" || in.Text.Text != "Ben" {
		t.Errorf("got %+v", in)
	}
	s.sees(s.cast.Ann, "ar|picked \u2068Ben\u2069.")
	s.sees(s.cast.Ann, "a deal with Ben")
	if err := s.PickUsers(s.cast.Ann.Ref, s.cast.Ben.Ref); err == nil {
		t.Error("the keyboard is still there")
	}
	s.idle()
	if last := s.markups(); !strings.Contains(last[2], "remove_keyboard") || last[3] != "" {
		t.Errorf("the messages' keyboards were %q", last)
	}
}

// markups are the keyboards of the messages that were sent.
func (s *stage) markups() []string {
	var all []string
	for _, r := range s.Requests() {
		if strings.EqualFold(r.Method, "sendMessage") {
			all = append(all, r.Params["reply_markup"])
		}
	}
	return all
}

// Whoever types the name needs the keyboard no more.
func TestAnAnswerInWordsTakesThePickerAway(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.OnlyCaller, whom()))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/deal_note"))
	s.sees(s.cast.Ann, "ar|core.pick_person_hint")
	s.idle()
	s.core.Script(answers(chat.OnlyCaller, say("how much?")))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "@ben"))
	s.sees(s.cast.Ann, "how much?")
	s.count("deleteMessage", 1)
	if last := s.markups(); !strings.Contains(last[2], "remove_keyboard") {
		t.Errorf("the messages' keyboards were %q", last)
	}
}

// In a group everybody would see the keyboard: there the question is for the
// one who was asked, and answered in words.
func TestAGroupIsShownNoPicker(t *testing.T) {
	t.Parallel()
	m := say("with whom?")
	m.Asks = chat.UserOption
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.Public, m))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/deal_note"))
	s.sees(s.cast.Ann, "with whom?")
	s.count("sendMessage", 1)
	if got := s.markups()[0]; !strings.Contains(got, "force_reply") || !strings.Contains(got, "selective") {
		t.Errorf("the keyboard is %q", got)
	}
}

// manyChoices is a message with more buttons than a keyboard holds.
func manyChoices(n int) chat.Message {
	m := say("which one?")
	for i := range n {
		m.Rows = append(m.Rows, chat.Buttons(chat.Button{Label: chat.Text(fmt.Sprintf("choice %d", i)), Token: fmt.Sprintf("t%d", i)}))
	}
	return m
}

func TestChoicesWithoutRoomAreAnsweredByNumber(t *testing.T) {
	t.Parallel()
	for _, direct := range []bool{true, false} {
		s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.Public, manyChoices(30)))
		at := s.cast.Group.Ref
		if direct {
			at = s.cast.AnnDirect
		}
		s.must(s.Type(s.cast.Ann.Ref, at, "/ping"))
		card := s.sees(s.cast.Ann, "which one?")
		if len(card.Buttons) == 30 {
			t.Fatal("there is room for all of them")
		}
		s.idle()
		s.restart()
		s.core.Script(answers(chat.Public, say("thank you")))
		s.must(s.Reply(s.cast.Ann.Ref, card.ID, " 2 "))
		in := s.took(2)
		if in.Kind != chat.Pressed || in.Token == "" || slices.Contains(card.Buttons, in.Token) || in.Text.Text != "" {
			t.Errorf("got %+v", in)
		}
		s.must(s.Reply(s.cast.Ann.Ref, card.ID, "99"))
		if in := s.took(3); in.Kind != chat.Answer || in.Text.Text != "99" {
			t.Errorf("got %+v", in)
		}
	}
}

// The next message of the bot ends the choices of the one before.
func TestANumberIsAnAnswerOnceTheChoicesAreOver(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.Public, manyChoices(30)))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/ping"))
	s.sees(s.cast.Ann, "which one?")
	s.core.Script(answers(chat.Public, say("how much?")))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/ping"))
	s.sees(s.cast.Ann, "how much?")
	s.idle()
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "2"))
	if in := s.took(3); in.Kind != chat.Answer || in.Text.Text != "2" {
		t.Errorf("got %+v", in)
	}
}
