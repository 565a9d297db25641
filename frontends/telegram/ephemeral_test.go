package telegram_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// Where it is wanted and able, the bot answers in the group so that only the
// caller sees it.
func TestAnEphemeralAnswerIsTheCallersAlone(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{Ephemeral: true}, telegram.Options{Ephemeral: true}, nil)
	card := s.cardIn(s.cast.Group.Ref)
	s.core.Script(answers(chat.OnlyCaller, withButton("for Ann alone", "Go", "go")))
	s.must(s.Press(s.cast.Ann.Ref, card.ID, "Go"))
	if seen := s.sees(s.cast.Ann, "for Ann alone"); !seen.Group {
		t.Errorf("it stands elsewhere: %+v", seen)
	}
	s.must(s.Promote(s.Bot(), s.cast.Group.Ref, true))
	s.core.Script(answers(chat.OnlyCaller, say("and so is this")))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	if seen := s.sees(s.cast.Ann, "and so is this"); !seen.Group {
		t.Errorf("it stands elsewhere: %+v", seen)
	}
	s.idle()
	for _, text := range s.saw(s.cast.Ben) {
		if strings.Contains(text, "alone") || strings.Contains(text, "and so") {
			t.Errorf("Ben sees %q", text)
		}
	}
}

// Where it is not able, the answer goes where it would go without.
func TestWithoutEphemeralMessagesTheDirectChatServes(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{Ephemeral: true}, answers(chat.OnlyCaller, say("for Ann alone")))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	if seen := s.sees(s.cast.Ann, "for Ann alone"); seen.Group {
		t.Errorf("it stands in the group: %+v", seen)
	}
	s.must(s.Promote(s.Bot(), s.cast.Group.Ref, true))
	m := say("with a file")
	m.Files = []chat.File{{Name: "a.txt", Data: []byte("a")}}
	s.core.Script(answers(chat.OnlyCaller, m))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	if seen := s.sees(s.cast.Ann, "with a file"); seen.Group {
		t.Errorf("it stands in the group: %+v", seen)
	}
}

// An ephemeral message has no number: what replaces it is a message of its own.
func TestAPressOnAnEphemeralMessageEditsNothing(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, func(chat.Interaction) chat.Reply {
		return chat.Reply{Audience: chat.Public, Replace: true, Message: say("for all to see")}
	})
	s.Inject(json.RawMessage(fmt.Sprintf(`{"callback_query":{"id":"5","from":{"id":%s,"is_bot":false,"first_name":"Ann"},
		"message":{"chat":{"id":%s,"type":"supergroup","title":"Harbor"},"message_id":0,"date":1700000000,"text":"x"},"chat_instance":"1","data":"go"}}`,
		s.cast.Ann.Ref.ID, s.cast.Group.Ref.ID)))
	s.sees(s.cast.Ben, "for all to see")
	s.count("editMessageText", 0)
}
