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

// Several bots may hear what is typed in a group: only what is meant for this
// one, or could be, is handed over.
func TestT6CommandsOfOtherBotsAreTheirs(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{AllMessages: true}, telegram.Options{}, nil)
	me := "@" + strings.ToUpper(s.Username())
	for _, line := range []string{
		"/ping@other_bot", "/weather", "/weather@other_bot", "/dealer", "just talk", "/deal_note a", "/deal", "/deal_nite", "/hidden", "/weather" + me, "/PING" + me,
	} {
		s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, line))
	}
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping done"))
	s.took(6)
	s.idle()
	var got []string
	for _, in := range s.core.Handled() {
		got = append(got, in.Words[0].Text)
	}
	if want := "deal_note deal deal_nite weather PING ping"; strings.Join(got, " ") != want {
		t.Errorf("the core took %q, want %q", got, want)
	}
}

// In the direct chat every command is for this bot, and the core says what is
// wrong with it.
func TestT6UnknownCommandsAreTheCoresToRefuse(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, nil)
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/weather"))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/start deal-0123_z"))
	if in := s.took(2); len(in.Words) != 2 || in.Words[1].Text != "deal-0123_z" {
		t.Errorf("got %+v", in)
	}
}

// A command is not carried out again because its spelling was mended.
func TestAnEditedCommandIsNothingNew(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, nil)
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/deal_note one"))
	s.took(1)
	s.must(s.Edit(s.cast.Ann.Ref, "", "/deal_note two"))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/ping"))
	if in := s.took(2); in.Words[0].Text != "ping" {
		t.Errorf("got %+v", in)
	}
}

func TestACommandKnowsWhomItAnswers(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.Public, say("noted")))
	group := s.cast.Group.Ref.ID
	reply := func(id int, author string) {
		s.Inject(json.RawMessage(fmt.Sprintf(`{"message":{"message_id":%d,"date":1700000000,"chat":{"id":%[2]s,"type":"supergroup","title":"Harbor"},
			"from":{"id":%[3]s,"is_bot":false,"first_name":"Ann"},"text":"/ping","entities":[{"type":"bot_command","offset":0,"length":5}],
			"reply_to_message":{"message_id":5,"date":1700000000,"chat":{"id":%[2]s,"type":"supergroup"},%[4]s}}}`, id, group, s.cast.Ann.Ref.ID, author)))
	}
	reply(900, `"from":{"id":7,"is_bot":false,"first_name":"Cy"},"text":"x"`)
	reply(901, `"from":{"id":7,"is_bot":true,"first_name":"Bot"},"text":"x"`)
	reply(902, `"from":{"id":1087968824,"is_bot":true,"first_name":"Group"},"sender_chat":{"id":-5,"type":"group"},"text":"x"`)
	reply(903, `"from":{"id":7,"is_bot":false,"first_name":"Cy"},"forum_topic_created":{"name":"T","icon_color":1}`)
	s.took(4)
	for i, want := range []string{"7", "", "", ""} {
		got := ""
		if u := s.core.Handled()[i].ReplyTo; u != nil {
			got = u.Ref.ID
		}
		if got != want {
			t.Errorf("command %d answers %q, want %q", i, got, want)
		}
	}
}

// Bots have no say, and two that answer each other would never stop.
func TestOtherBotsAreNobody(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, nil)
	from := func(id int, text, more string) {
		s.Inject(json.RawMessage(fmt.Sprintf(`{"message":{"message_id":%d,"date":1700000000,"chat":{"id":%s,"type":"supergroup","title":"Harbor"},
			"from":{"id":7,"is_bot":true,"first_name":"Bot"},"text":%q%s}}`, id, s.cast.Group.Ref.ID, text, more)))
	}
	from(900, "thanks", fmt.Sprintf(`,"reply_to_message":{"message_id":5,"date":1,"chat":{"id":1,"type":"private"},"from":{"id":%d,"is_bot":true,"first_name":"P"}}`, s.BotID()))
	from(901, "/ping", `,"entities":[{"type":"bot_command","offset":0,"length":5}]`)
	s.Inject(json.RawMessage(fmt.Sprintf(`{"message":{"message_id":902,"date":1,"chat":{"id":%s,"type":"supergroup"},"is_automatic_forward":true,
		"from":{"id":777000,"is_bot":false,"first_name":"Telegram"},"sender_chat":{"id":-9,"type":"channel"},"text":"/ping","entities":[{"type":"bot_command","offset":0,"length":5}]}}`, s.cast.Group.Ref.ID)))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	s.took(2)
	all := s.core.Handled()
	if len(all) != 2 || !all[0].User.Bot || all[0].Admin || all[1].User.Bot {
		t.Errorf("the core took %+v", all)
	}
}

func TestFilesComeWithTheirReference(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, nil)
	s.must(s.SendFile(s.cast.Ann.Ref, s.cast.AnnDirect, chat.File{Name: "proof.pdf", Media: "application/pdf", Data: []byte("12345")}))
	in := s.took(1)
	if f := in.Text.File; in.Kind != chat.Answer || f == nil || f.Name != "proof.pdf" || f.Size != 5 || f.ID == "" {
		t.Errorf("got %+v", in)
	}
	s.Inject(json.RawMessage(fmt.Sprintf(`{"message":{"message_id":900,"date":1700000000,"chat":{"id":%[1]s,"type":"private","first_name":"Ann"},
		"from":{"id":%[1]s,"is_bot":false,"first_name":"Ann"},"caption":"/deal_note see","caption_entities":[{"type":"bot_command","offset":0,"length":10}],
		"document":{"file_id":"f1","file_unique_id":"u1","file_name":"a.txt","file_size":3}}}`, s.cast.Ann.Ref.ID)))
	in = s.took(2)
	if n := len(in.Words); n != 3 || in.Words[2].File == nil || in.Words[2].File.ID != "f1" {
		t.Errorf("got %+v", in)
	}
}
