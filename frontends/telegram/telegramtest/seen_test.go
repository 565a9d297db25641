package telegramtest_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

func TestAnAlarmIsWhoIsRungUnasked(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		params object
		alarm  bool
	}{
		"a member's handle":       {object{"text": "ask @ben"}, true},
		"nobody's handle":         {object{"text": "@everyone @here a@ben"}, false},
		"a mention of an account": {object{"text": "ask @ben", "entities": []any{object{"type": "text_mention", "offset": 4, "length": 4, "user": object{"id": 1002, "is_bot": false, "first_name": "Ben"}}}}, false},
		"a handle in code":        {object{"text": "ask @ben", "entities": []any{object{"type": "code", "offset": 0, "length": 8}}}, false},
		"a handle in bold":        {object{"text": "ask @ben", "entities": []any{object{"type": "bold", "offset": 0, "length": 8}}}, true},
	}
	for name, tt := range tests {
		s := open(t, telegramtest.Options{})
		tt.params["chat_id"] = s.cast.Group.Ref.ID
		s.do("sendMessage", tt.params)
		if seen := s.newest(s.cast.Ben); seen.Alarm != tt.alarm {
			t.Errorf("%s: alarm is %v", name, seen.Alarm)
		}
		s.clean()
	}
	s := open(t, telegramtest.Options{})
	s.must(s.Type(s.cast.Ben.Ref, s.cast.Group.Ref, "/ping"))
	s.do("sendMessage", object{"chat_id": s.cast.Group.Ref.ID, "text": "yes @ben", "reply_parameters": object{"message_id": s.update("message")["message_id"]}})
	if s.newest(s.cast.Ann).Alarm {
		t.Error("an answer rings whom it answers")
	}
}

func TestDeletedMessagesStayInWhatWasSeen(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	m := s.do("sendMessage", object{"chat_id": s.cast.AnnDirect.ID, "text": "soon gone"})
	seen := s.newest(s.cast.Ann)
	if !s.Stands(s.cast.Ann.Ref, seen.ID) {
		t.Error("it does not stand")
	}
	s.do("deleteMessage", object{"chat_id": s.cast.AnnDirect.ID, "message_id": m["message_id"]})
	if s.newest(s.cast.Ann).Text != "soon gone" || s.Stands(s.cast.Ann.Ref, seen.ID) {
		t.Error("it is not gone, or nobody remembers it")
	}
	s.do("sendMessage", object{"chat_id": s.cast.Group.Ref.ID, "text": "by the bot"})
	s.must(s.Remove(s.cast.Ben.Ref, s.newest(s.cast.Ben).ID))
	if s.Stands(s.cast.Ann.Ref, s.newest(s.cast.Ann).ID) {
		t.Error("an administrator's deletion left it there")
	}
}

// A load test runs for hours: what is kept has an end.
func TestHistoryIsBounded(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{History: 10})
	for i := range 100 {
		s.do("sendMessage", object{"chat_id": s.cast.AnnDirect.ID, "text": strconv.Itoa(i)})
	}
	seen := s.Seen(s.cast.Ann.Ref)
	if len(seen) != 10 || seen[9].Text != "99" || s.Stands(s.cast.Ann.Ref, s.cast.AnnDirect.ID+":90") || !s.Stands(s.cast.Ann.Ref, s.cast.AnnDirect.ID+":91") {
		t.Errorf("Ann remembers %+v", seen)
	}
	for range 5000 {
		s.Violations()
		s.call("getUpdates", object{"offset": -1})
	}
	if n := len(s.Violations()); n != 1000 {
		t.Errorf("%d violations are kept", n)
	}
}

func TestQueriesAreBounded(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	s.do("sendMessage", object{"chat_id": s.cast.AnnDirect.ID, "text": "x", "reply_markup": oneButton(object{"callback_data": "a"})})
	card := s.newest(s.cast.Ann).ID
	s.must(s.Press(s.cast.Ann.Ref, card, "Go"))
	first := s.update("callback_query")["id"]
	for range 4096 {
		s.must(s.Press(s.cast.Ann.Ref, card, "Go"))
	}
	s.refused(400, "query is too old", "answerCallbackQuery", object{"callback_query_id": first})
}

func TestToastsHaveTheirLengthAndLinks(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	id := s.pressedQuery()
	s.refused(400, "MESSAGE_TOO_LONG", "answerCallbackQuery", object{"callback_query_id": id, "text": strings.Repeat("x", 201)})
	s.do("answerCallbackQuery", object{"callback_query_id": id, "url": startLink("go")})
	if m := s.update("message"); m["text"] != "/start go" {
		t.Errorf("got %v", m)
	}
}

func TestAHurriedBotIsToldToWait(t *testing.T) {
	t.Parallel()
	clock := newClock()
	s := open(t, telegramtest.Options{Now: clock.now, Paced: true})
	for range 5 {
		s.do("sendMessage", object{"chat_id": s.cast.AnnDirect.ID, "text": "x"})
	}
	if a := s.call("sendMessage", object{"chat_id": s.cast.AnnDirect.ID, "text": "x"}); a.Code != 429 || a.Parameters.RetryAfter != 1 {
		t.Errorf("got %+v", a)
	}
	for i := range 30 {
		u := s.AddUser(chat.User{Name: "U"})
		s.must(s.Arrive(u.Ref))
		if a := s.call("sendMessage", object{"chat_id": u.Ref.ID, "text": "x"}); !a.OK {
			t.Errorf("message %d: %+v", i, a)
		}
	}
	s.must(s.Arrive(s.cast.Ben.Ref))
	s.refused(429, "retry after 1", "sendMessage", object{"chat_id": s.cast.BenDirect.ID, "text": "x"})
	clock.add(3 * time.Second)
	s.do("sendMessage", object{"chat_id": s.cast.AnnDirect.ID, "text": "x"})
	s.clean()
}
