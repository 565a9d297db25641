package telegramtest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

func TestWhatPeopleTypeIsMarkedAsTheirAppsDo(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{AllMessages: true})
	omar := s.AddUser(chat.User{Name: "Omar Ali"})
	s.must(s.Join(omar.Ref, s.cast.Group.Ref))
	s.updates()
	for _, tt := range []struct{ line, text, entities string }{
		{"/deal note x", "/deal note x", "[bot_command 0+5]"},
		{"/deal_note x", "/deal_note x", "[bot_command 0+10]"},
		{"/ping@parley_test_bot", "/ping@parley_test_bot", "[bot_command 0+21]"},
		{"🎉 /ping @ben", "🎉 /ping @ben", "[bot_command 3+5 mention 9+4]"},
		{"/deal start @omar ali 250", "/deal start Omar Ali 250", "[bot_command 0+5 text_mention 12+8]"},
		{"a/b http://x/y a@b.example @", "a/b http://x/y a@b.example @", "[]"},
		{"/ /usr/bin @é", "/ /usr/bin @é", "[]"},
		{"/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "[]"},
	} {
		s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, tt.line))
		m := s.update("message")
		if m["text"] != tt.text {
			t.Errorf("%q became %q", tt.line, m["text"])
		}
		if got := marks(m); got != tt.entities {
			t.Errorf("%q: %s, want %s", tt.line, got, tt.entities)
		}
	}
	s.clean()
}

// marks are the entities of a message, in short.
func marks(m object) string {
	raw, _ := json.Marshal(m["entities"])
	var all []struct {
		Type           string
		Offset, Length int
	}
	_ = json.Unmarshal(raw, &all)
	short := []string{}
	for _, e := range all {
		short = append(short, fmt.Sprintf("%s %d+%d", e.Type, e.Offset, e.Length))
	}
	return fmt.Sprint(short)
}

func TestPrivacyModeHidesWhatIsNotForTheBot(t *testing.T) {
	t.Parallel()
	acts := map[string]struct {
		hidden bool // with privacy mode
		do     func(*stage) error
	}{
		"talk":                  {true, func(s *stage) error { return s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "hello") }},
		"a command":             {false, func(s *stage) error { return s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping") }},
		"a command in the talk": {true, func(s *stage) error { return s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "try /ping") }},
		"a command to us":       {false, func(s *stage) error { return s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping@Parley_Test_Bot") }},
		"another bot's command": {true, func(s *stage) error { return s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping@other_bot") }},
		"somebody joining":      {false, func(s *stage) error { return s.Join(s.AddUser(chat.User{Name: "C"}).Ref, s.cast.Group.Ref) }},
		"an answer to the bot": {false, func(s *stage) error {
			s.do("sendMessage", object{"chat_id": s.cast.Group.Ref.ID, "text": "which?"})
			return s.Reply(s.cast.Ann.Ref, s.newest(s.cast.Ann).ID, "this")
		}},
	}
	for name, act := range acts {
		for _, o := range []telegramtest.Options{{}, {AllMessages: true}} {
			s := open(t, o)
			s.must(act.do(s))
			if hidden := len(s.updates()) == 0; hidden != (act.hidden && !o.AllMessages) {
				t.Errorf("%s, all messages %v: hidden is %v", name, o.AllMessages, hidden)
			}
		}
		s := open(t, telegramtest.Options{})
		s.must(s.Promote(s.Bot(), s.cast.Group.Ref, true))
		s.must(act.do(s))
		if n := len(s.updates()); n < 2 {
			t.Errorf("%s: an administrator bot reads everything, got %d updates", name, n)
		}
	}
}

func TestAdministratorsMayWriteAsTheGroup(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	at := s.AddChat(telegramtest.Chat{Kind: telegramtest.Supergroup, Title: "G", Members: []telegramtest.Member{
		{Who: s.cast.Ann.Ref}, {Who: s.cast.Ben.Ref, Admin: true, Anonymous: true},
	}})
	s.must(s.Type(s.cast.Ben.Ref, at.Ref, "/ping"))
	m := s.update("message")
	if m["from"].(object)["id"] != 1087968824.0 || m["sender_chat"].(object)["title"] != "G" {
		t.Errorf("got %v", m)
	}
	if err := s.TypeAsGroup(s.cast.Ann.Ref, at.Ref, "/ping"); !errors.Is(err, telegramtest.ErrNotAllowed) {
		t.Errorf("a plain member: %v", err)
	}
}

func TestPeopleEditTheirMessages(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	if err := s.Edit(s.cast.Ann.Ref, "", "x"); !errors.Is(err, telegramtest.ErrNoMessage) {
		t.Errorf("nothing to edit: %v", err)
	}
	s.lines(1)
	said := s.updates()[0]["message"].(object)
	s.must(s.Edit(s.cast.Ann.Ref, s.cast.AnnDirect.ID+":1", "/ping"))
	if m := s.update("edited_message"); m["text"] != "/ping" || m["message_id"] != said["message_id"] || m["edit_date"] == nil {
		t.Errorf("got %v", m)
	}
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "talk"))
	s.must(s.Edit(s.cast.Ann.Ref, "", "more talk"))
	if n := s.Waiting(); n != 0 {
		t.Errorf("privacy mode let %d updates through", n)
	}
	s.clean()
}
