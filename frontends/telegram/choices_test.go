package telegram_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// crowded is a question with more choices than a message has room for.
func crowded() chat.Message {
	m := say("which one?")
	for i := range 10 {
		var row chat.Row
		for j := range 3 {
			n := strconv.Itoa(3*i + j)
			row.Buttons = append(row.Buttons, chat.Button{Label: chat.Text("choice " + n), Token: "token-" + n})
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

func TestAChoiceWithoutAButtonIsAnsweredByItsNumber(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.OnlyCaller, crowded()))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/ping"))
	card := s.sees(s.cast.Ann, "which one?")
	_, listed, _ := strings.Cut(card.Text, "\n2. ")
	label, _, _ := strings.Cut(listed, "\n")
	s.idle()
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, " 2"))
	if in := s.took(2); in.Kind != chat.Pressed || label == "" || in.Token != strings.ReplaceAll(label, "choice ", "token-") {
		t.Errorf("listed as %q, pressed %+v", label, in)
	}
	s.idle()
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "250"))
	if in := s.took(3); in.Kind != chat.Answer || in.Text.Text != "250" {
		t.Errorf("no number of a choice: %+v", in)
	}
	s.core.Script(answers(chat.OnlyCaller, say("how much?")))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/ping"))
	s.sees(s.cast.Ann, "how much?")
	s.idle()
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "2"))
	if in := s.took(5); in.Kind != chat.Answer {
		t.Errorf("the question before is over: %+v", in)
	}
}

// In a group a number says something only as an answer to the list.
func TestANumberInAGroupAnswersTheListItStandsUnder(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{AllMessages: true}, telegram.Options{}, answers(chat.Public, crowded()))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	card := s.sees(s.cast.Ann, "which one?")
	s.idle()
	s.must(s.Type(s.cast.Ben.Ref, s.cast.Group.Ref, "1"))
	s.must(s.Reply(s.cast.Ben.Ref, card.ID, "1"))
	if in := s.took(2); in.Kind != chat.Pressed || in.User.Ref != s.cast.Ben.Ref || in.Token == "" {
		t.Errorf("got %+v", in)
	}
}

// What was listed before a restart must not be pressed by an amount typed in
// answer to the question after it.
func TestChoicesOfAnEarlierRunEndWithTheNextQuestion(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.OnlyCaller, crowded()))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/ping"))
	card := s.sees(s.cast.Ann, "which one?")
	s.idle()
	s.restart()
	s.core.Script(answers(chat.OnlyCaller, say("how much?")))
	s.must(s.Press(s.cast.Ann.Ref, card.ID, card.Buttons[0]))
	s.sees(s.cast.Ann, "how much?")
	s.idle()
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "2"))
	if in := s.took(3); in.Kind != chat.Answer || in.Text.Text != "2" {
		t.Errorf("got %+v", in)
	}
}

// And until then they can still be answered by number.
func TestChoicesOutliveARestart(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.OnlyCaller, crowded()))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/ping"))
	s.sees(s.cast.Ann, "which one?")
	s.idle()
	s.restart()
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "2"))
	if in := s.took(2); in.Kind != chat.Pressed || in.Token == "" {
		t.Errorf("got %+v", in)
	}
}
