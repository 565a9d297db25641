package telegramtest_test

import (
	"testing"

	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

func TestACommandAnsweredWithAButtonThatIsPressed(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/deal_note hello"))
	m := s.update("message")
	if m["text"] != "/deal_note hello" {
		t.Errorf("got %v", m)
	}
	s.do("sendMessage", object{
		"chat_id": s.cast.Group.Ref.ID, "text": "sure?",
		"reply_markup": object{"inline_keyboard": []any{[]any{object{"text": "Yes", "callback_data": "y"}}}},
	})
	seen := s.newest(s.cast.Ben)
	if seen.Text != "sure?" || !seen.Group || len(seen.Buttons) != 1 {
		t.Fatalf("Ben sees %+v", seen)
	}
	s.must(s.Press(s.cast.Ben.Ref, seen.ID, "Yes"))
	q := s.update("callback_query")
	s.do("answerCallbackQuery", object{"callback_query_id": q["id"], "text": "noted"})
	if toast := s.newest(s.cast.Ben); !toast.Notice || toast.Text != "noted" {
		t.Errorf("Ben sees %+v", toast)
	}
	s.do("editMessageText", object{
		"chat_id": s.cast.Group.Ref.ID, "message_id": q["message"].(object)["message_id"], "text": "done",
	})
	if after := s.newest(s.cast.Ann); after.ID != seen.ID || after.Text != "done" || len(after.Buttons) != 0 {
		t.Errorf("Ann sees %+v", after)
	}
	s.clean()
}
