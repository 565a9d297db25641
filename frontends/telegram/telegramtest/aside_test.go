package telegramtest_test

import (
	"testing"

	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

func TestEphemeralMessagesAreSeenByOne(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{Ephemeral: true})
	before := len(s.Seen(s.cast.Ben.Ref))
	m := s.do("sendMessage", s.whisper(s.cast.Group.Ref.ID, s.pressedQuery(), oneButton(object{"callback_data": "more"})))
	if m["message_id"] != 0.0 || m["receiver_user"].(object)["first_name"] != "Ann" {
		t.Errorf("got %v", m)
	}
	first := s.newest(s.cast.Ann)
	if first.Text != "for you" || !first.Group {
		t.Errorf("Ann sees %+v", first)
	}
	if s.Press(s.cast.Ben.Ref, first.ID, "Go") == nil {
		t.Error("Ben pressed what he does not see")
	}
	s.must(s.Press(s.cast.Ann.Ref, first.ID, "Go"))
	q := s.update("callback_query")
	if q["message"].(object)["ephemeral_message_id"] != m["ephemeral_message_id"] {
		t.Errorf("got %v", q)
	}
	more := s.whisper(s.cast.Group.Ref.ID, q["id"].(string), nil)
	more["text"] = "more"
	more["ephemeral_message_parameters"].(object)["replace_callback_query_message"] = true
	s.do("sendMessage", more)
	if now := s.newest(s.cast.Ann); now.ID != first.ID || now.Text != "more" || len(now.Buttons) != 0 {
		t.Errorf("Ann sees %+v", now)
	}
	at := object{"chat_id": s.cast.Group.Ref.ID, "receiver_user_id": number(s.cast.Ann), "ephemeral_message_id": m["ephemeral_message_id"]}
	s.do("deleteEphemeralMessage", at)
	s.refused(400, "message to edit not found", "deleteEphemeralMessage", at)
	if s.Stands(s.cast.Ann.Ref, first.ID) {
		t.Error("a deleted message stands")
	}
	if saw := len(s.Seen(s.cast.Ben.Ref)); saw != before+1 {
		t.Errorf("Ben saw %d messages, want the question alone", saw-before)
	}
	unknown := s.whisper(s.cast.Group.Ref.ID, "", nil)
	unknown["ephemeral_message_parameters"].(object)["receiver_user_id"] = 5
	s.refused(400, "user not found", "sendMessage", unknown)
	s.clean()
}

func TestEphemeralCommandsAreReadByTheBotAlone(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{Ephemeral: true})
	s.do("setMyCommands", object{
		"scope":    object{"type": "all_group_chats"},
		"commands": []any{object{"command": "secret", "description": "x", "is_ephemeral": true}},
	})
	if got := s.Menu("all_group_chats", ""); len(got) != 1 || got[0] != "secret" {
		t.Errorf("the menu is %v", got)
	}
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/secret@parley_test_bot now"))
	m := s.update("message")
	if m["message_id"] != 0.0 || m["ephemeral_message_id"] != 1.0 || m["text"] != "/secret@parley_test_bot now" {
		t.Errorf("got %v", m)
	}
	s.do("sendMessage", s.whisper(s.cast.Group.Ref.ID, "", nil))
	if seen := s.newest(s.cast.Ann); seen.Text != "for you" {
		t.Errorf("Ann sees %+v", seen)
	}
	s.clean()
}

func TestAnAdministratorBotWhispersAnyTime(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{Ephemeral: true})
	s.must(s.Promote(s.Bot(), s.cast.Group.Ref, true))
	s.do("sendMessage", s.whisper(s.cast.Group.Ref.ID, "", nil))
	s.clean()
}
