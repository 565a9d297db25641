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

// Nobody knows who writes as the group: nothing is recorded until a person
// stands behind it.
func TestAnAnonymousAdministratorGoesOnAsThemselves(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.Public, say("noted")))
	s.must(s.TypeAsGroup(s.cast.Ben.Ref, s.cast.Group.Ref, "/deal_note hello 🎉 there"))
	card := s.sees(s.cast.Ben, "en|core.as_group")
	s.idle()
	if got := s.core.Attempts(); len(got) != 0 {
		t.Fatalf("the core was told %+v", got)
	}
	s.must(s.Press(s.cast.Ben.Ref, card.ID, "en|core.as_yourself"))
	in := s.took(1)
	words := ""
	for _, w := range in.Words {
		words += w.Text + "|"
	}
	if in.Kind != chat.Invoke || words != "deal_note|hello|🎉|there|" || in.User.Ref != s.cast.Ben.Ref || in.Token != "" || in.Place.Ref != s.cast.Group.Ref {
		t.Errorf("got %+v", in)
	}
	s.sees(s.cast.Ann, "noted")
	s.count("answerCallbackQuery", 1)
}

func TestWhatWasSaidAnonymouslyMayBeUnreadableByThen(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, nil)
	group := s.cast.Group.Ref.ID
	for i, message := range []string{
		`"message_id":77,"date":0`,
		`"message_id":77,"date":1700000000,"text":"as group"`,
		`"message_id":77,"date":1700000000,"text":"as group","reply_to_message":{"message_id":5,"date":1,"chat":{"id":` + group + `,"type":"supergroup"},"forum_topic_created":{"name":"T","icon_color":1}}`,
	} {
		s.Inject(json.RawMessage(fmt.Sprintf(`{"callback_query":{"id":"%d","from":{"id":%s,"is_bot":false,"first_name":"Ann","language_code":"ar"},
			"message":{"chat":{"id":%s,"type":"supergroup","title":"Harbor"},%s},"chat_instance":"1","data":"!self"}}`, i, s.cast.Ann.Ref.ID, group, message)))
	}
	s.waits("answers to the presses", s.Changed, func() bool { return s.Count("answerCallbackQuery") == 3 })
	for _, r := range s.Requests() {
		if r.Method == "answerCallbackQuery" && r.Params["text"] != "ar|core.type_again" {
			t.Errorf("answered with %q", r.Params["text"])
		}
	}
	if got := s.core.Attempts(); len(got) != 0 {
		t.Errorf("the core was told %+v", got)
	}
}

// An anonymous answer to a question is somebody's answer once they say whose.
func TestAnAnonymousAnswerBecomesThePressers(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.Public, say("which amount?")))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	question := s.sees(s.cast.Ben, "which amount?")
	s.must(s.Promote(s.cast.Ann.Ref, s.cast.Group.Ref, true))
	s.Inject(json.RawMessage(fmt.Sprintf(`{"message":{"message_id":900,"date":1700000000,"chat":{"id":%[1]s,"type":"supergroup","title":"Harbor"},
		"from":{"id":1087968824,"is_bot":true,"first_name":"Group"},"sender_chat":{"id":%[1]s,"type":"supergroup","title":"Harbor"},"text":"300",
		"reply_to_message":{"message_id":%[2]s,"date":1700000000,"chat":{"id":%[1]s,"type":"supergroup"},"from":{"id":%[3]d,"is_bot":true,"first_name":"Parley"},"text":"which amount?"}}}`,
		s.cast.Group.Ref.ID, question.ID[strings.LastIndex(question.ID, ":")+1:], s.BotID())))
	s.sees(s.cast.Ann, "en|core.as_group")
	s.Inject(json.RawMessage(fmt.Sprintf(`{"callback_query":{"id":"9","from":{"id":%s,"is_bot":false,"first_name":"Ann"},"chat_instance":"1","data":"!self",
		"message":{"message_id":901,"date":1700000000,"chat":{"id":%[2]s,"type":"supergroup","title":"Harbor"},"text":"as group",
		"reply_to_message":{"message_id":900,"date":1700000000,"chat":{"id":%[2]s,"type":"supergroup"},"text":"300"}}}}`, s.cast.Ann.Ref.ID, s.cast.Group.Ref.ID)))
	if in := s.took(2); in.Kind != chat.Answer || in.Text.Text != "300" || in.User.Ref != s.cast.Ann.Ref {
		t.Errorf("got %+v", in)
	}
}
