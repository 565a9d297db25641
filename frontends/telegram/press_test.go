package telegram_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

const spinner = 1500 * time.Millisecond

// cardIn lets Ann have a card with a button.
func (s *stage) cardIn(at chat.PlaceRef) frontendtest.Seen {
	s.t.Helper()
	s.core.Script(answers(chat.Public, withButton("the card", "Go", "go")))
	s.must(s.Type(s.cast.Ann.Ref, at, "/ping"))
	card := s.sees(s.cast.Ann, "the card")
	s.idle()
	return card
}

// count checks how often a method was called, once nothing is on its way.
func (s *stage) count(method string, want int) {
	s.t.Helper()
	s.waits(fmt.Sprintf("%d calls of %s", want, method), s.Changed, func() bool { return s.Count(method) >= want })
	s.idle()
	if got := s.Count(method); got != want {
		s.t.Errorf("%d calls of %s, want %d", got, method, want)
	}
}

func TestT11AQuickResultIsTheAnswerToThePress(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, nil)
	card := s.cardIn(s.cast.Group.Ref)
	s.core.Script(answers(chat.OnlyCaller, say("you joined")))
	s.must(s.Press(s.cast.Ann.Ref, card.ID, "Go"))
	if seen := s.sees(s.cast.Ann, "you joined"); !seen.Notice || !seen.Group {
		t.Errorf("Ann sees %+v", seen)
	}
	s.count("answerCallbackQuery", 1)
	s.count("sendMessage", 1)
}

func TestT11ASlowResultComesAsAMessage(t *testing.T) {
	t.Parallel()
	c := newClock(spinner, spinner)
	s := &stage{double: open(t, telegramtest.Options{}, c.options()), core: frontendtest.NewCore(nil)}
	core := newSlow(s.core, func(in chat.Interaction) bool { return in.Kind == chat.Pressed })
	s.runWith(core)
	card := s.cardIn(s.cast.Group.Ref)
	s.core.Script(answers(chat.OnlyCaller, say("you joined")))
	s.must(s.Press(s.cast.Ann.Ref, card.ID, "Go"))
	core.hears(t)
	c.ring(spinner)
	s.waits("the spinner to end", s.Changed, func() bool { return s.Count("answerCallbackQuery") == 1 })
	close(core.release)
	if seen := s.sees(s.cast.Ann, "you joined"); seen.Group {
		t.Errorf("Ann sees %+v", seen)
	}
	s.sees(s.cast.Ann, "ar|core.sent_privately")
	s.count("answerCallbackQuery", 1)
}

func TestT11ASlowResultReplacesTheCard(t *testing.T) {
	t.Parallel()
	c := newClock(spinner, spinner)
	s := &stage{double: open(t, telegramtest.Options{}, c.options()), core: frontendtest.NewCore(nil)}
	core := newSlow(s.core, func(in chat.Interaction) bool { return in.Kind == chat.Pressed })
	s.runWith(core)
	card := s.cardIn(s.cast.Group.Ref)
	s.core.Script(func(chat.Interaction) chat.Reply {
		return chat.Reply{Audience: chat.Public, Replace: true, Message: say("one is in")}
	})
	s.must(s.Press(s.cast.Ann.Ref, card.ID, "Go"))
	core.hears(t)
	c.ring(spinner)
	close(core.release)
	if seen := s.sees(s.cast.Ben, "one is in"); seen.ID != card.ID {
		t.Errorf("another message: %+v", seen)
	}
	s.count("answerCallbackQuery", 1)
	s.count("editMessageText", 1)
}

func TestT11AReplacementThatChangesNothingCostsNoCall(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, nil)
	m := withButton("", "Go", "go")
	m.Document = chat.Document{chat.Paragraph(
		chat.Bold(chat.Text("the card")), chat.Text(" of "), chat.Mention(s.cast.Ann.Ref, "Ann"), chat.Text(", see /ping or https://x.example: "),
		chat.Link("https://x.example", chat.Text("more")),
	)}
	s.core.Script(answers(chat.Public, m))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/ping"))
	card := s.sees(s.cast.Ann, "the card")
	replace := func(n int) {
		s.core.Script(func(chat.Interaction) chat.Reply { return chat.Reply{Replace: true, Message: m} })
		s.must(s.Press(s.cast.Ann.Ref, card.ID, "Go"))
		s.took(n)
		s.count("answerCallbackQuery", n-1)
	}
	replace(2)
	s.count("editMessageText", 0)
	m.Document[0].Nodes[0] = chat.Code("the card") // the same words, looking different
	replace(3)
	s.count("editMessageText", 1)
	s.count("sendMessage", 1)
}

// What was not recorded is handed over again; it is still the same press.
func TestT11APressThatComesAgainIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	c := newClock(spinner, spinner)
	s := play(t, telegramtest.Options{}, c.options(), nil)
	card := s.cardIn(s.cast.AnnDirect)
	s.core.Script(answers(chat.OnlyCaller, say("at last")))
	s.core.Fail(2)
	s.must(s.Press(s.cast.Ann.Ref, card.ID, "Go"))
	s.sees(s.cast.Ann, "at last")
	s.count("answerCallbackQuery", 1)
	if got := c.waits(); got != 1 {
		t.Errorf("%d spinners for one press", got)
	}
}

func TestT11ACardOfTwoDaysAgoIsAnsweredByAFreshOne(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, func(in chat.Interaction) chat.Reply {
		return chat.Reply{Replace: true, Message: say("the card as it is now")}
	})
	// Of an old message Telegram tells no more than where it stands.
	s.Inject(json.RawMessage(fmt.Sprintf(`{"callback_query":{"id":"5","from":{"id":%s,"is_bot":false,"first_name":"Ann"},
		"message":{"chat":{"id":%s,"type":"private"},"message_id":77,"date":0},"chat_instance":"1","data":"go"}}`,
		s.cast.Ann.Ref.ID, s.cast.Ann.Ref.ID)))
	in := s.took(1)
	if in.Kind != chat.Pressed || in.Token != "go" || in.Message.ID != "77" || in.Place.Ref != s.cast.AnnDirect {
		t.Errorf("got %+v", in)
	}
	s.sees(s.cast.Ann, "the card as it is now")
}

func TestT11ACardThatCannotBeChangedIsShownAnew(t *testing.T) {
	t.Parallel()
	for _, refusal := range []string{"Bad Request: message can't be edited", "Bad Request: message to edit not found"} {
		s := play(t, telegramtest.Options{}, telegram.Options{}, nil)
		card := s.cardIn(s.cast.AnnDirect)
		s.Fail(telegramtest.Fault{Method: "editMessageText", Status: 400, Description: refusal})
		s.core.Script(func(chat.Interaction) chat.Reply { return chat.Reply{Replace: true, Message: say("anew")} })
		s.must(s.Press(s.cast.Ann.Ref, card.ID, "Go"))
		if seen := s.sees(s.cast.Ann, "anew"); seen.ID == card.ID {
			t.Errorf("%s: the same message: %+v", refusal, seen)
		}
		s.count("answerCallbackQuery", 1)
	}
}

// A button of inline mode stands nowhere: it is not ours, and its press ends.
func TestAPressOnNothingIsAnswered(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, nil)
	s.Inject(json.RawMessage(`{"callback_query":{"id":"5","from":{"id":1001,"is_bot":false,"first_name":"Ann"},
		"inline_message_id":"x","chat_instance":"1","data":"go"}}`))
	s.waits("the answer", s.Changed, func() bool { return s.Count("answerCallbackQuery") == 1 })
	if got := s.core.Attempts(); len(got) != 0 {
		t.Errorf("the core was told %+v", got)
	}
}

// More than fits above the chat goes to the direct chat, with a word about it.
func TestT11ALongResultIsSentPrivately(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, nil)
	card := s.cardIn(s.cast.Group.Ref)
	s.core.Script(answers(chat.OnlyCaller, say(strings.Repeat("long ", 50))))
	s.must(s.Press(s.cast.Ann.Ref, card.ID, "Go"))
	if seen := s.sees(s.cast.Ann, "long long"); seen.Group {
		t.Errorf("it stands in the group: %+v", seen)
	}
	if seen := s.sees(s.cast.Ann, "ar|core.sent_privately"); !seen.Notice {
		t.Errorf("others see it too: %+v", seen)
	}
	s.count("answerCallbackQuery", 1)
}
