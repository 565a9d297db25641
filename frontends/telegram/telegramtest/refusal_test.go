package telegramtest_test

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// Whoever cannot be written to is refused in the real server's words, which
// bots tell apart.
func TestWhoCannotBeWrittenTo(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		code    int
		text    string
		prepare func(*stage) (chatID string)
	}{
		"nobody named":   {400, "Bad Request: chat_id is empty", func(*stage) string { return "" }},
		"nobody known":   {400, "Bad Request: chat not found", func(s *stage) string { return s.cast.Nobody.ID }},
		"no place known": {400, "Bad Request: chat not found", func(s *stage) string { return s.cast.Nowhere.ID }},
		"a channel name": {400, "Bad Request: chat not found", func(*stage) string { return "@channel" }},
		"the bot itself": {400, "Bad Request: chat not found", func(s *stage) string { return s.Bot().ID }},
		"a blocked chat": {403, "Forbidden: bot was blocked by the user", func(s *stage) string { s.must(s.Close(s.cast.Ann.Ref)); return s.cast.AnnDirect.ID }},
		"a deleted user": {403, "Forbidden: user is deactivated", func(s *stage) string { s.must(s.Deactivate(s.cast.Ann.Ref)); return s.cast.AnnDirect.ID }},
		"another bot":    {403, "Forbidden: bot can't send messages to bots", func(s *stage) string { return s.AddUser(chat.User{Name: "B", Bot: true}).Ref.ID }},
		"a stranger":     {403, "Forbidden: bot can't initiate conversation with a user", func(s *stage) string { return s.cast.BenDirect.ID }},
		"a left group": {403, "Forbidden: bot is not a member of the supergroup chat", func(s *stage) string {
			s.do("leaveChat", object{"chat_id": s.cast.Group.Ref.ID})
			return s.cast.Group.Ref.ID
		}},
		"a closed group":  {403, "Forbidden: bot was kicked from the supergroup chat", func(s *stage) string { s.must(s.Kick(s.cast.Group.Ref)); return s.cast.Group.Ref.ID }},
		"a muted group":   {400, "Bad Request: not enough rights to send text messages to the chat", func(s *stage) string { s.must(s.Mute(s.cast.Group.Ref, true)); return s.cast.Group.Ref.ID }},
		"a channel":       {400, "Bad Request: need administrator rights in the channel chat", func(s *stage) string { c := s.channel(); s.must(s.Promote(s.Bot(), c, false)); return c.ID }},
		"a closed family": {403, "Forbidden: bot was kicked from the group chat", func(s *stage) string { g := s.small(); s.must(s.Kick(g)); return g.ID }},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, telegramtest.Options{})
			a := s.call("sendMessage", object{"chat_id": tt.prepare(s), "text": "x"})
			if a.Code != tt.code || a.Description != tt.text {
				t.Errorf("got %d %q, want %d %q", a.Code, a.Description, tt.code, tt.text)
			}
		})
	}
}

func (s *stage) channel() chat.PlaceRef {
	return s.AddChat(telegramtest.Chat{Kind: telegramtest.Channel, Title: "C"}).Ref
}

func (s *stage) small() chat.PlaceRef {
	return s.AddChat(telegramtest.Chat{ID: -77, Kind: telegramtest.Group, Title: "S", Members: []telegramtest.Member{{Who: s.cast.Ann.Ref}}}).Ref
}

func TestMessagesThatAreRefused(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	s.do("sendMessage", object{"chat_id": s.cast.AnnDirect.ID, "text": "one"})
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "two"))
	wordy := strings.Repeat("é", 4097)
	for _, tt := range []struct {
		text, method string
		params       object
	}{
		{"message text is empty", "sendMessage", object{"text": " \n"}},
		{"message is too long", "sendMessage", object{"text": wordy}},
		{"message caption is too long", "sendDocument", object{"document": "x", "caption": wordy}},
		{"unsupported parse_mode", "sendMessage", object{"text": "x", "parse_mode": "BBCode"}},
		{"can't parse entities", "sendMessage", object{"text": "<b>x", "parse_mode": "HTML"}},
		{"can't parse entities", "sendMessage", object{"text": "x</b>", "parse_mode": "HTML"}},
		{"can't parse entities", "sendMessage", object{"text": "<blink>x</blink>", "parse_mode": "HTML"}},
		{"can't parse entities", "sendMessage", object{"text": "x <b", "parse_mode": "HTML"}},
		{"can't parse entities JSON object", "sendMessage", object{"text": "x", "entities": "{"}},
		{"BUTTON_DATA_INVALID", "sendMessage", object{"text": "x", "reply_markup": oneButton(object{"callback_data": strings.Repeat("é", 33)})}},
		{"Wrong HTTP URL", "sendMessage", object{"text": "x", "reply_markup": oneButton(object{"url": "nowhere"})}},
		{"must be a non-empty string", "sendMessage", object{"text": "x", "reply_markup": `{"inline_keyboard":[[{"callback_data":"a"}]]}`}},
		{"can't parse reply keyboard markup", "sendMessage", object{"text": "x", "reply_markup": `{"inline_keyboard":1}`}},
		{"can't parse reply keyboard markup", "sendMessage", object{"text": "x", "reply_markup": "[]"}},
		{"message to be replied not found", "sendMessage", object{"text": "x", "reply_parameters": object{"message_id": 99}}},
		{"there is no document in the request", "sendDocument", object{}},
		{"wrong file identifier", "sendDocument", object{"document": "nothing"}},
		{"failed to get HTTP URL content", "sendPhoto", object{"photo": "https://example.org/a.png"}},
		{"message to edit not found", "editMessageText", object{"message_id": 99, "text": "x"}},
		{"message can't be edited", "editMessageText", object{"message_id": 2, "text": "x"}},
		{"message text is empty", "editMessageText", object{"message_id": 1, "text": ""}},
		{"there is no caption", "editMessageCaption", object{"message_id": 1, "caption": "x"}},
		{"inline keyboard expected", "editMessageText", object{"message_id": 1, "text": "x", "reply_markup": object{"remove_keyboard": true}}},
		{"MESSAGE_ID_INVALID", "editMessageText", object{"inline_message_id": "a", "text": "x"}},
		{"message to delete not found", "deleteMessage", object{"message_id": 99}},
		{"message identifier is not specified", "deleteMessage", object{}},
		{"message identifiers are not specified", "deleteMessages", object{}},
		{"message to forward not found", "forwardMessage", object{"from_chat_id": s.cast.AnnDirect.ID, "message_id": 99}},
		{"message to forward not found", "copyMessage", object{"from_chat_id": s.cast.AnnDirect.ID, "message_id": 99}},
		{"there are no messages to forward", "copyMessages", object{"from_chat_id": s.cast.AnnDirect.ID, "message_ids": []any{99}}},
		{"message identifiers are not specified", "forwardMessages", object{"from_chat_id": s.cast.AnnDirect.ID}},
		{"there are no administrators in the private chat", "getChatAdministrators", object{}},
		{"query is too old", "answerCallbackQuery", object{"callback_query_id": "1"}},
		{"wrong file_id", "getFile", object{"file_id": "1"}},
		{"wrong parameter action", "sendChatAction", object{}},
		{"chat not found", "leaveChat", object{}},
		{"message to pin not found", "pinChatMessage", object{"message_id": 99}},
		{"the chat is not a forum", "createForumTopic", object{"name": "x"}},
		{"invalid user_id", "getChatMember", object{"user_id": 5}},
		{"BOT_COMMAND_INVALID", "setMyCommands", object{"commands": []any{object{"command": "Deal", "description": "x"}}}},
		{"BOT_COMMAND_DESCRIPTION_INVALID", "setMyCommands", object{"commands": []any{object{"command": "deal", "description": ""}}}},
		{"BOT_COMMANDS_TOO_MUCH", "setMyCommands", object{"commands": make([]object, 101)}},
		{"can't parse scope", "getMyCommands", object{"scope": "["}},
		{"ephemeral messages are not available", "sendMessage", object{"chat_id": s.cast.Group.Ref.ID, "text": "x", "ephemeral_message_parameters": object{"receiver_user_id": 1}}},
		{"CHAT_ADMIN_REQUIRED", "getChatMember", object{"chat_id": s.cast.Group.Ref.ID, "user_id": number(s.cast.Ann)}},
	} {
		if tt.params["chat_id"] == nil {
			tt.params["chat_id"] = s.cast.AnnDirect.ID
		}
		s.refused(400, tt.text, tt.method, tt.params)
	}
	if n := len(s.Seen(s.cast.Ann.Ref)); n != 1 {
		t.Errorf("Ann saw %d messages, want the first alone", n)
	}
}
