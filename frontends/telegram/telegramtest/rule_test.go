package telegramtest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// wrong is one request that breaks a rule by hand; the stage it is made on is
// fresh. code 0 says that the real server lets it pass.
type wrong struct {
	rule int
	code int
	text string
	do   func(*stage) answer
}

// simple is a wrong request to Ann that needs no preparation.
func simple(rule, code int, text, method string, params object) wrong {
	return wrong{rule, code, text, func(s *stage) answer {
		if params["chat_id"] == nil {
			params["chat_id"] = s.cast.AnnDirect.ID
		}
		return s.call(method, params)
	}}
}

func oneButton(b object) object {
	b["text"] = "Go"
	return object{"inline_keyboard": []any{[]any{b}}}
}

func bold(n int) []any {
	var all []any
	for i := range n {
		all = append(all, object{"type": "bold", "offset": i, "length": 1})
	}
	return all
}

func wrongs() map[string]wrong {
	const late = "query is too old"
	return map[string]wrong{
		"101 entities": simple(1, 0, "", "sendMessage", object{"text": strings.Repeat("x", 200), "entities": bold(101)}),
		"an entity beyond the text": simple(2, 0, "", "sendMessage", object{
			"text": "hello", "entities": []any{object{"type": "bold", "offset": 3, "length": 3}},
		}),
		"entities that overlap by half": simple(2, 0, "", "sendMessage", object{"text": "hello there", "entities": []any{
			object{"type": "bold", "offset": 0, "length": 5}, object{"type": "italic", "offset": 3, "length": 5},
		}}),
		"an entity that cuts an emoji in two": simple(2, 0, "", "sendMessage", object{
			"text": "🎉 yes", "entities": []any{object{"type": "bold", "offset": 0, "length": 1}},
		}),
		"a button of no kind":         simple(3, 400, "Text buttons are unallowed", "sendMessage", object{"text": "x", "reply_markup": oneButton(object{})}),
		"a button of two kinds":       simple(3, 0, "", "sendMessage", object{"text": "x", "reply_markup": oneButton(object{"callback_data": "a", "url": "https://example.org"})}),
		"a null markup":               simple(4, 400, "object expected as reply markup", "sendMessage", object{"text": "x", "reply_markup": nil}),
		"a start payload of 65":       simple(5, 0, "", "sendMessage", object{"text": "x", "reply_markup": oneButton(object{"url": startLink(strings.Repeat("a", 65))})}),
		"a start payload with a dot":  simple(5, 0, "", "sendMessage", object{"text": "see " + startLink("a.b.c")}),
		"a linked payload with a dot": simple(5, 0, "", "sendMessage", object{"text": "see", "entities": []any{object{"type": "text_link", "offset": 0, "length": 3, "url": startLink("a.b.c")}}}),
		"a secret with a space":       simple(6, 400, "secret token contains", "setWebhook", object{"url": "https://example.org", "secret_token": "a b", "chat_id": ""}),
		"a second answer": {7, 400, late, func(s *stage) answer {
			id := s.pressedQuery()
			s.do("answerCallbackQuery", object{"callback_query_id": id})
			return s.call("answerCallbackQuery", object{"callback_query_id": id})
		}},
		"an answer after 151 s": {8, 400, late, func(s *stage) answer {
			id := s.pressedQuery()
			s.clock.add(151 * time.Second)
			return s.call("answerCallbackQuery", object{"callback_query_id": id})
		}},
		"an unchanged edit": {9, 400, "message is not modified", func(s *stage) answer {
			m := s.do("sendMessage", object{"chat_id": s.cast.AnnDirect.ID, "text": "same"})
			return s.call("editMessageText", object{"chat_id": s.cast.AnnDirect.ID, "message_id": m["message_id"], "text": "same"})
		}},
		"a deletion after 48 h": {10, 400, "message can't be deleted for everyone", func(s *stage) answer {
			m := s.do("sendMessage", object{"chat_id": s.cast.AnnDirect.ID, "text": "old"})
			s.clock.add(48*time.Hour + time.Second)
			return s.call("deleteMessage", object{"chat_id": s.cast.AnnDirect.ID, "message_id": m["message_id"]})
		}},
		"a message to a non-starter": {11, 403, "bot can't initiate conversation", func(s *stage) answer {
			return s.call("sendMessage", object{"chat_id": s.cast.BenDirect.ID, "text": "x"})
		}},
		"an old chat id": {12, 400, "upgraded to a supergroup", func(s *stage) answer {
			g := s.AddChat(telegramtest.Chat{Kind: telegramtest.Group, Title: "G", Members: []telegramtest.Member{{Who: s.cast.Ann.Ref}}})
			s.Migrate(g.Ref)
			return s.call("sendMessage", object{"chat_id": g.Ref.ID, "text": "x"})
		}},
		"an unknown topic": {13, 400, "message thread not found", func(s *stage) answer {
			return s.call("sendMessage", object{"chat_id": s.cast.Group.Ref.ID, "message_thread_id": 77, "text": "x"})
		}},
		"a closed topic": {13, 400, "TOPIC_CLOSED", func(s *stage) answer {
			forum, topic := s.forum()
			s.must(s.CloseTopic(topic))
			_, thread, _ := strings.Cut(topic.ID, "/")
			return s.call("sendMessage", object{"chat_id": forum.ID, "message_thread_id": thread, "text": "x"})
		}},
		"request_users in a group": {14, 400, "private chats only", func(s *stage) answer {
			return s.call("sendMessage", object{"chat_id": s.cast.Group.Ref.ID, "text": "x", "reply_markup": object{
				"keyboard": []any{[]any{object{"text": "Pick", "request_users": object{"request_id": 1}}}},
			}})
		}},
		"web_app in a group": {14, 400, "BUTTON_TYPE_INVALID", func(s *stage) answer {
			return s.call("sendMessage", object{
				"chat_id": s.cast.Group.Ref.ID, "text": "x",
				"reply_markup": oneButton(object{"web_app": object{"url": "https://example.org"}}),
			})
		}},
		"a negative offset": {15, 0, "", func(s *stage) answer { return s.call("getUpdates", object{"offset": -1}) }},
		"a second poller":   {16, 409, "terminated by other getUpdates request", twoPollers},
		"an upload over 50 MB": {17, 413, "Request Entity Too Large", func(s *stage) answer {
			return s.upload("sendDocument", object{"chat_id": s.cast.AnnDirect.ID}, "document", make([]byte, 50<<20+1))
		}},
		"a download over 20 MB": {17, 400, "file is too big", func(s *stage) answer {
			s.must(s.SendFile(s.cast.Ann.Ref, s.cast.AnnDirect, chat.File{Name: "big.bin", Data: make([]byte, 20<<20+1)}))
			id := s.update("message")["document"].(object)["file_id"]
			return s.call("getFile", object{"file_id": id})
		}},
		"allowed_updates without chat_member": {18, 0, "", func(s *stage) answer {
			return s.call("getUpdates", object{"allowed_updates": []string{"message"}})
		}},
		"a change of members that is missed": {18, 0, "", func(s *stage) answer {
			s.must(s.Promote(s.Bot(), s.cast.Group.Ref, true))
			a := s.call("getUpdates", object{})
			s.must(s.Leave(s.cast.Ann.Ref, s.cast.Group.Ref))
			return a
		}},
		"MarkdownV2":     simple(19, 0, "", "sendMessage", object{"text": "*x*", "parse_mode": "MarkdownV2"}),
		"old Markdown":   simple(19, 0, "", "sendMessage", object{"text": "*x*", "parse_mode": "markdown"}),
		"21 in a minute": {20, 429, "retry after", twentyOne},
		"an ephemeral message 16 s after the press": {21, 400, "", func(s *stage) answer {
			id := s.pressedQuery()
			s.clock.add(16 * time.Second)
			return s.call("sendMessage", s.whisper(s.cast.Group.Ref.ID, id, nil))
		}},
		"an ephemeral message in a private chat": {21, 400, "groups only", func(s *stage) answer {
			return s.call("sendMessage", s.whisper(s.cast.AnnDirect.ID, s.pressedQuery(), nil))
		}},
		"an ephemeral message with login_url": {21, 400, "BUTTON_TYPE_INVALID", func(s *stage) answer {
			markup := oneButton(object{"login_url": object{"url": "https://example.org"}})
			return s.call("sendMessage", s.whisper(s.cast.Group.Ref.ID, s.pressedQuery(), markup))
		}},
		"an edit of nothing":           simple(22, 400, "message identifier is not specified", "editMessageText", object{"text": "x"}),
		"an ephemeral edit of nothing": {22, 400, "message identifier is not specified", ephemeralNothing},
		"a topic without the right": {23, 400, "not enough rights to create a topic", func(s *stage) answer {
			forum, _ := s.forum()
			return s.call("createForumTopic", object{"chat_id": forum.ID, "name": "x"})
		}},
		"a pin without the right": {23, 400, "not enough rights to manage pinned", func(s *stage) answer {
			m := s.do("sendMessage", object{"chat_id": s.cast.Group.Ref.ID, "text": "x"})
			return s.call("pinChatMessage", object{"chat_id": s.cast.Group.Ref.ID, "message_id": m["message_id"]})
		}},
		"a deletion without the right": {23, 400, "message can't be deleted", func(s *stage) answer {
			s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
			return s.call("deleteMessage", object{"chat_id": s.cast.Group.Ref.ID, "message_id": s.update("message")["message_id"]})
		}},
	}
}

// Each broken request is caught by its rule and by no other one.
func TestEachRuleCatchesItsBrokenRequest(t *testing.T) {
	t.Parallel()
	caught := map[int]bool{}
	for name, w := range wrongs() {
		caught[w.rule] = true
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := newClock()
			s := open(t, telegramtest.Options{Now: clock.now, Ephemeral: true, Paced: w.rule == 20})
			s.clock = clock
			a := w.do(s)
			if a.OK != (w.code == 0) || a.Code != w.code || !strings.Contains(a.Description, w.text) {
				t.Errorf("answered %v %d %q, want %d %q", a.OK, a.Code, a.Description, w.code, w.text)
			}
			all := s.Violations()
			prefix := fmt.Sprintf("rule %d: ", w.rule)
			found := 0
			for _, v := range all {
				switch {
				case strings.HasPrefix(v, prefix):
					found++
				case strings.HasPrefix(v, "rule "):
					t.Errorf("another rule: %s", v)
				}
			}
			if found != 1 {
				t.Errorf("violations: %q, want one of rule %d", all, w.rule)
			}
			if w.rule != 0 && len(s.ViolationsBut(w.rule)) != len(all)-found {
				t.Errorf("ViolationsBut(%d) leaves %q", w.rule, s.ViolationsBut(w.rule))
			}
		})
	}
	for rule := 1; rule <= 23; rule++ {
		if !caught[rule] {
			t.Errorf("no broken request for rule %d", rule)
		}
	}
}

func startLink(payload string) string { return "https://t.me/parley_test_bot?start=" + payload }

// twoPollers starts a long poll, another one beside it, and returns how the
// first one ended.
func twoPollers(s *stage) answer {
	first := make(chan answer, 1)
	go func() {
		a, err := s.try("getUpdates", object{"timeout": 50})
		if err != nil {
			s.t.Error(err)
		}
		first <- a
	}()
	s.polling()
	s.call("getUpdates", object{})
	return <-first
}

func twentyOne(s *stage) answer {
	for range 20 {
		s.do("sendMessage", object{"chat_id": s.cast.Group.Ref.ID, "text": "x"})
		s.clock.add(2 * time.Second)
	}
	return s.call("sendMessage", object{"chat_id": s.cast.Group.Ref.ID, "text": "x"})
}

func ephemeralNothing(s *stage) answer {
	return s.call("editEphemeralMessageText", object{
		"chat_id": s.cast.Group.Ref.ID, "receiver_user_id": number(s.cast.Ann), "text": "x",
	})
}
