package telegramtest_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// TestTypicalRequestsAreClean runs every method that the double serves, and
// what people do, and holds requests, answers and updates to the official
// specification and to the rules by hand.
func TestTypicalRequestsAreClean(t *testing.T) {
	t.Parallel()
	if os.Getenv("PARLEY_SPECS") == "" {
		t.Skip("PARLEY_SPECS names no folder with the official specification")
	}
	for name, act := range map[string]func(*stage){
		"intake": goodIntake, "messages": goodMessages, "files": goodFiles, "edits": goodEdits,
		"chats": goodChats, "topics": goodTopics, "menus": goodMenus, "asides": goodAsides, "people": goodPeople,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, telegramtest.Options{Ephemeral: true})
			act(s)
			s.clean()
		})
	}
}

func goodIntake(s *stage) {
	s.do("getMe", nil)
	s.do("GETME", object{})
	s.do("setWebhook", object{"url": "https://example.org/hook", "secret_token": "a-B_9", "allowed_updates": everything})
	s.do("getWebhookInfo", nil)
	s.do("deleteWebhook", object{"drop_pending_updates": true})
	s.do("getUpdates", object{"timeout": 0, "limit": 100, "allowed_updates": everything})
}

func goodMessages(s *stage) {
	ann := number(s.cast.Ann)
	s.do("sendMessage", object{
		"chat_id": ann, "text": "🎉 hello Ben, see this, now", "disable_notification": true,
		"link_preview_options": object{"is_disabled": true},
		"entities": []any{
			object{"type": "bold", "offset": 0, "length": 8},
			object{"type": "italic", "offset": 3, "length": 5},
			object{"type": "text_mention", "offset": 9, "length": 3, "user": object{"id": number(s.cast.Ben), "is_bot": false, "first_name": "Ben"}},
			object{"type": "text_link", "offset": 14, "length": 8, "url": "https://example.org"},
			object{"type": "date_time", "offset": 24, "length": 3, "unix_time": 1_800_000_000, "date_time_format": "wDT"},
		},
		"reply_markup": object{"inline_keyboard": []any{
			[]any{object{"text": "A", "callback_data": strings.Repeat("z", 64)}, object{"text": "B", "url": startLink("deal-1_x")}},
			[]any{object{"text": "C", "copy_text": object{"text": "code"}, "style": "primary"}},
		}},
	})
	m := s.do("sendMessage", object{"chat_id": fmt.Sprint(ann), "text": "<b>bold</b> &amp; <a href=\"https://example.org\">link</a>", "parse_mode": "HTML"})
	s.do("sendMessage", object{"chat_id": ann, "text": "yes", "reply_parameters": object{"message_id": m["message_id"]}})
	s.do("sendMessage", object{"chat_id": ann, "text": "who?", "reply_markup": object{
		"one_time_keyboard": true, "resize_keyboard": true,
		"keyboard": []any{[]any{object{"text": "Pick", "request_users": object{"request_id": 1, "max_quantity": 1, "user_is_bot": false}}}},
	}})
	s.do("sendMessage", object{"chat_id": ann, "text": "thanks", "reply_markup": object{"remove_keyboard": true}})
	s.do("sendMessage", object{"chat_id": s.cast.Group.Ref.ID, "text": "answer me", "reply_markup": object{"force_reply": true, "selective": true}})
	s.do("sendChatAction", object{"chat_id": ann, "action": "typing"})
	s.do("forwardMessage", object{"chat_id": s.cast.Group.Ref.ID, "from_chat_id": ann, "message_id": m["message_id"]})
	s.do("copyMessage", object{"chat_id": s.cast.Group.Ref.ID, "from_chat_id": ann, "message_id": m["message_id"]})
	s.do("copyMessages", object{"chat_id": s.cast.Group.Ref.ID, "from_chat_id": ann, "message_ids": []any{m["message_id"]}})
	s.do("forwardMessages", object{"chat_id": s.cast.Group.Ref.ID, "from_chat_id": ann, "message_ids": []any{m["message_id"]}})
}

func goodFiles(s *stage) {
	for method, field := range map[string]string{"sendDocument": "document", "sendPhoto": "photo"} {
		a := s.upload(method, object{"chat_id": s.cast.AnnDirect.ID, "caption": "here", field: "attach://upload"}, "upload", []byte("words"))
		if !a.OK {
			s.t.Fatalf("%s: %s", method, a.Description)
		}
		if a := s.upload(method, object{"chat_id": s.cast.AnnDirect.ID}, field, []byte("words")); !a.OK {
			s.t.Fatalf("%s: %s", method, a.Description)
		}
	}
	s.must(s.SendFile(s.cast.Ann.Ref, s.cast.AnnDirect, chat.File{Name: "a.json", Data: []byte("{}")}))
	id := s.update("message")["document"].(object)["file_id"]
	s.do("getFile", object{"file_id": id})
	s.do("sendDocument", object{"chat_id": s.cast.AnnDirect.ID, "document": id})
}

func goodEdits(s *stage) {
	at := s.cast.AnnDirect.ID
	m := s.do("sendMessage", object{"chat_id": at, "text": "one"})
	s.do("editMessageText", object{"chat_id": at, "message_id": m["message_id"], "text": "two"})
	s.do("editMessageReplyMarkup", object{"chat_id": at, "message_id": m["message_id"], "reply_markup": oneButton(object{"callback_data": "a"})})
	s.must(s.Press(s.cast.Ann.Ref, s.newest(s.cast.Ann).ID, "Go"))
	s.do("answerCallbackQuery", object{"callback_query_id": s.update("callback_query")["id"], "text": "done", "show_alert": true})
	var sent object
	s.must(json.Unmarshal(s.upload("sendDocument", object{"chat_id": at, "caption": "a"}, "document", []byte("x")).Result, &sent))
	s.do("editMessageCaption", object{"chat_id": at, "message_id": sent["message_id"], "caption": "b"})
	s.do("deleteMessage", object{"chat_id": at, "message_id": m["message_id"]})
	s.do("deleteMessages", object{"chat_id": at, "message_ids": []any{m["message_id"], sent["message_id"]}})
}

func goodChats(s *stage) {
	group := s.cast.Group.Ref
	s.must(s.Promote(s.Bot(), group, true))
	s.must(s.Promote(s.cast.Ann.Ref, group, true))
	s.updates()
	s.do("getChat", object{"chat_id": group.ID})
	s.do("getChat", object{"chat_id": s.cast.AnnDirect.ID})
	s.do("getChatAdministrators", object{"chat_id": group.ID})
	s.do("getChatMember", object{"chat_id": group.ID, "user_id": number(s.cast.Ben)})
	s.do("getChatMember", object{"chat_id": group.ID, "user_id": s.BotID()})
	s.do("getChatMemberCount", object{"chat_id": group.ID})
	m := s.do("sendMessage", object{"chat_id": group.ID, "text": "x"})
	s.do("pinChatMessage", object{"chat_id": group.ID, "message_id": m["message_id"]})
	s.do("leaveChat", object{"chat_id": group.ID})
}

func goodTopics(s *stage) {
	forum, _ := s.forum()
	s.must(s.Promote(s.Bot(), forum, true))
	made := s.do("createForumTopic", object{"chat_id": forum.ID, "name": "new"})
	at := object{"chat_id": forum.ID, "message_thread_id": made["message_thread_id"]}
	s.do("sendMessage", object{"chat_id": forum.ID, "message_thread_id": made["message_thread_id"], "text": "x"})
	s.do("editForumTopic", object{"chat_id": forum.ID, "message_thread_id": made["message_thread_id"], "name": "newer"})
	s.do("closeForumTopic", at)
	s.do("reopenForumTopic", at)
	s.do("deleteForumTopic", at)
}

func goodMenus(s *stage) {
	scope := object{"type": "chat_member", "chat_id": number(s.cast.Ann), "user_id": number(s.cast.Ann)}
	list := []any{object{"command": "deal_start", "description": "Start"}}
	s.do("setMyCommands", object{"commands": list})
	s.do("setMyCommands", object{"commands": list, "scope": scope, "language_code": "de"})
	s.do("getMyCommands", object{"scope": object{"type": "all_group_chats"}})
	s.do("deleteMyCommands", object{"language_code": "de", "scope": scope})
}

func goodAsides(s *stage) {
	group := s.cast.Group.Ref.ID
	m := s.do("sendMessage", s.whisper(group, s.pressedQuery(), oneButton(object{"callback_data": "a"})))
	at := object{"chat_id": group, "receiver_user_id": number(s.cast.Ann), "ephemeral_message_id": m["ephemeral_message_id"]}
	with := func(more object) object {
		for name, value := range at {
			more[name] = value
		}
		return more
	}
	s.do("editEphemeralMessageText", with(object{"text": "two"}))
	s.do("editEphemeralMessageReplyMarkup", with(object{"reply_markup": oneButton(object{"callback_data": "b"})}))
	s.do("deleteEphemeralMessage", at)
	if a := s.upload("sendDocument", s.asForm(s.whisper(group, s.pressedQuery(), nil)), "document", []byte("x")); !a.OK {
		s.t.Fatal(a.Description)
	}
	s.do("editEphemeralMessageCaption", object{
		"chat_id": group, "receiver_user_id": number(s.cast.Ann), "ephemeral_message_id": 2, "caption": "c",
	})
}

// asForm spells values as a form does.
func (s *stage) asForm(params object) object {
	form := object{}
	for name, value := range params {
		if _, nested := value.(object); nested {
			raw, err := json.Marshal(value)
			s.must(err)
			value = string(raw)
		}
		form[name] = value
	}
	delete(form, "text")
	return form
}

// goodPeople lets people do all that makes an update.
func goodPeople(s *stage) {
	ann, ben, group := s.cast.Ann.Ref, s.cast.Ben.Ref, s.cast.Group.Ref
	s.do("getUpdates", object{"allowed_updates": everything})
	s.must(s.Promote(s.Bot(), group, true))
	s.must(s.Type(ann, group, "/deal_start@parley_test_bot @ben 🎉 @Nobody"))
	s.must(s.Edit(ann, "", "/deal_start"))
	s.must(s.TypeAsGroup(ben, group, "/ping"))
	s.must(s.Leave(ann, group))
	s.must(s.Join(ann, group))
	s.must(s.Close(ann))
	s.must(s.PressStart(ann, "deal-1_z"))
	s.must(s.Kick(group))
	s.must(s.Invite(ben, group))
	channel := s.AddChat(telegramtest.Chat{Kind: telegramtest.Channel, Title: "C"})
	s.must(s.PostInChannel(channel.Ref, "/ping@parley_test_bot"))
	s.do("sendMessage", object{"chat_id": channel.Ref.ID, "text": "x"})
	_, topic := s.forum()
	s.must(s.Type(ann, topic, "/ping"))
	s.must(s.CloseTopic(topic))
	small := s.AddChat(telegramtest.Chat{Kind: telegramtest.Group, Title: "S", Members: []telegramtest.Member{{Who: ann}}})
	s.Migrate(small.Ref)
	if got := len(s.updates()); got != 19 {
		s.t.Errorf("%d updates, want 19", got)
	}
}
