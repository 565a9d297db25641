package conform

import (
	"slices"
	"strings"
	"testing"
)

// A broken request for each kind of rule, on the specification itself, with the
// exact path of what is wrong.
func TestBrokenRequestsAreCaughtWhereTheyBreak(t *testing.T) {
	t.Parallel()
	spec := official(t)
	const base = `"chat_id":1,"text":"hi"`
	for _, c := range []struct {
		name, method, params string
		files                []File
		want                 []string
	}{
		{"method", "sendMesage", `{}`, nil, []string{"sendMesage"}},
		{"unknown field", "sendMessage", `{` + base + `,"markup":{}}`, nil, []string{"sendMessage.markup"}},
		{"field of an older edition", "sendMessage", `{` + base + `,"reply_to_message_id":1}`, nil, []string{"sendMessage.reply_to_message_id"}},
		{"missing field", "sendMessage", `{"chat_id":1}`, nil, []string{"sendMessage.text"}},
		{"nested unknown field", "sendMessage", `{` + base + `,"reply_parameters":{"message_id":1,"id":2}}`, nil, []string{"sendMessage.reply_parameters.id"}},
		{"nested missing field", "sendMessage", `{` + base + `,"entities":[{"type":"bold","offset":0}]}`, nil, []string{"sendMessage.entities[0].length"}},
		{"null", "sendMessage", `{` + base + `,"reply_markup":null}`, nil, []string{"sendMessage.reply_markup"}},
		{"wrong type", "sendMessage", `{` + base + `,"message_thread_id":"main"}`, nil, []string{"sendMessage.message_thread_id"}},
		{"nested wrong type", "sendMessage", `{` + base + `,"link_preview_options":{"is_disabled":"yes"}}`, nil, []string{"sendMessage.link_preview_options.is_disabled"}},
		{"number beyond 64 bits", "getChat", `{"chat_id":1e30}`, nil, []string{"getChat.chat_id"}},
		{"name without @", "getChat", `{"chat_id":"channel"}`, nil, []string{"getChat.chat_id"}},
		{"text too long", "sendMessage", `{"chat_id":1,"text":"` + strings.Repeat("🎉", 2049) + `"}`, nil, []string{"sendMessage.text"}},
		{"text empty", "sendMessage", `{"chat_id":1,"text":""}`, nil, []string{"sendMessage.text"}},
		{"caption too long", "sendDocument", `{"chat_id":1,"document":"f","caption":"` + strings.Repeat("x", 1025) + `"}`, nil, []string{"sendDocument.caption"}},
		{"alert too long", "answerCallbackQuery", `{"callback_query_id":"1","text":"` + strings.Repeat("x", 201) + `"}`, nil, []string{"answerCallbackQuery.text"}},
		{"callback data in bytes", "sendMessage", `{` + base + `,"reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"a"},{"text":"b","callback_data":"` + strings.Repeat("ä", 33) + `"}]]}}`, nil, []string{"sendMessage.reply_markup.inline_keyboard[0][1].callback_data"}},
		{"button of two kinds", "sendMessage", `{` + base + `,"reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"a","url":"u"}]]}}`, nil, []string{"sendMessage.reply_markup.inline_keyboard[0][0]"}},
		{"button of no kind", "sendMessage", `{` + base + `,"reply_markup":{"inline_keyboard":[[{"text":"a"}]]}}`, nil, []string{"sendMessage.reply_markup.inline_keyboard[0][0]"}},
		{"keyboard not of rows", "sendMessage", `{` + base + `,"reply_markup":{"inline_keyboard":[{"text":"a","url":"u"}]}}`, nil, []string{"sendMessage.reply_markup.inline_keyboard[0]"}},
		{"no member of a union", "sendMessage", `{` + base + `,"reply_markup":{"buttons":[]}}`, nil, []string{"sendMessage.reply_markup"}},
		{"keyboard where only inline ones go", "editMessageText", `{` + base + `,"message_id":1,"reply_markup":{"remove_keyboard":true}}`, nil, []string{"editMessageText.reply_markup.inline_keyboard", "editMessageText.reply_markup.remove_keyboard"}},
		{"scope without type", "getMyCommands", `{"scope":{"chat_id":1}}`, nil, []string{"getMyCommands.scope.type"}},
		{"scope of no type", "getMyCommands", `{"scope":{"type":"everyone"}}`, nil, []string{"getMyCommands.scope.type"}},
		{"scope lacking its chat", "getMyCommands", `{"scope":{"type":"chat"}}`, nil, []string{"getMyCommands.scope.chat_id"}},
		{"number out of range", "getUpdates", `{"limit":101}`, nil, []string{"getUpdates.limit"}},
		{"fraction out of range", "sendLocation", `{"chat_id":1,"latitude":1,"longitude":1,"horizontal_accuracy":"1500.1"}`, nil, []string{"sendLocation.horizontal_accuracy"}},
		{"unknown update type", "getUpdates", `{"allowed_updates":["message","presses"]}`, nil, []string{"getUpdates.allowed_updates[1]"}},
		{"enumeration", "sendChatAction", `{"chat_id":1,"action":"thinking"}`, nil, []string{"sendChatAction.action"}},
		{"entity of no type", "sendMessage", `{` + base + `,"entities":[{"type":"big","offset":0,"length":1}]}`, nil, []string{"sendMessage.entities[0].type"}},
		{"entity with another's field", "sendMessage", `{` + base + `,"entities":[{"type":"bold","offset":0,"length":1,"url":"u"}]}`, nil, []string{"sendMessage.entities[0].url"}},
		{"number of an enumeration", "createForumTopic", `{"chat_id":1,"name":"a","icon_color":5}`, nil, []string{"createForumTopic.icon_color"}},
		{"command alphabet", "setMyCommands", `{"commands":[{"command":"deal-start","description":"x"}]}`, nil, []string{"setMyCommands.commands[0].command"}},
		{"command too long", "setMyCommands", `{"commands":[{"command":"` + strings.Repeat("d", 33) + `","description":"x"}]}`, nil, []string{"setMyCommands.commands[0].command"}},
		{"101 commands", "setMyCommands", `{"commands":[` + strings.TrimSuffix(strings.Repeat(`{"command":"d","description":"x"},`, 101), ",") + `]}`, nil, []string{"setMyCommands.commands"}},
		{"language", "setMyCommands", `{"commands":[],"language_code":"de-AT"}`, nil, []string{"setMyCommands.language_code"}},
		{"secret alphabet", "setWebhook", `{"url":"u","secret_token":"a b"}`, nil, []string{"setWebhook.secret_token"}},
		{"album of one", "sendMediaGroup", `{"chat_id":1,"media":[{"type":"photo","media":"f"}]}`, nil, []string{"sendMediaGroup.media"}},
		{"message ids out of order", "copyMessages", `{"chat_id":1,"from_chat_id":2,"message_ids":[2,1]}`, nil, []string{"copyMessages.message_ids"}},
		{"too many message ids", "deleteMessages", `{"chat_id":1,"message_ids":[` + strings.Repeat("1,", 100) + `1]}`, nil, []string{"deleteMessages.message_ids"}},
		{"too many users", "sendMessage", `{` + base + `,"reply_markup":{"keyboard":[[{"text":"a","request_users":{"request_id":1,"max_quantity":11}}]]}}`, nil, []string{"sendMessage.reply_markup.keyboard[0][0].request_users.max_quantity"}},
		{"placeholder too long", "sendMessage", `{` + base + `,"reply_markup":{"force_reply":true,"input_field_placeholder":"` + strings.Repeat("x", 65) + `"}}`, nil, []string{"sendMessage.reply_markup.input_field_placeholder"}},
		{"topic name too long", "createForumTopic", `{"chat_id":1,"name":"` + strings.Repeat("x", 129) + `"}`, nil, []string{"createForumTopic.name"}},
		{"edit of nothing", "editMessageText", `{"text":"a"}`, nil, []string{"editMessageText.chat_id", "editMessageText.inline_message_id", "editMessageText.message_id"}},
		{"edit without message", "editMessageText", `{"chat_id":1,"text":"a"}`, nil, []string{"editMessageText.message_id"}},
		{"attachment missing", "sendDocument", `{"chat_id":1,"document":"attach://a"}`, nil, []string{"sendDocument.document"}},
		{"attachment of a member missing", "editMessageMedia", `{"chat_id":1,"message_id":1,"media":{"type":"photo","media":"attach://a"}}`, nil, []string{"editMessageMedia.media.media"}},
		{"file of no parameter", "sendDocument", `{"chat_id":1,"document":"f"}`, []File{{"x", "x", 1}}, []string{"sendDocument.x"}},
		{"thumbnail by id", "sendDocument", `{"chat_id":1,"document":"f","thumbnail":"f"}`, nil, []string{"sendDocument.thumbnail"}},
		{"photo too big", "sendPhoto", `{"chat_id":1}`, []File{{"photo", "p", 10<<20 + 1}}, []string{"sendPhoto.photo"}},
		{"inline result of no kind", "answerInlineQuery", `{"inline_query_id":"1","results":[{"type":"photo","id":"1","photo_url":"u"}]}`, nil, []string{"answerInlineQuery.results[0].thumbnail_url"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			params := call{Method: c.method, Params: []byte(c.params)}.params(t)
			if got := paths(spec.Request(c.method, params, c.files)); !slices.Equal(got, c.want) {
				t.Errorf("%.200s\n got %q\nwant %q", c.params, got, c.want)
			}
		})
	}
}

func TestBrokenAnswersAreCaughtWhereTheyBreak(t *testing.T) {
	t.Parallel()
	spec := official(t)
	const chat = `"chat":{"id":42,"type":"private"}`
	for _, c := range []struct {
		name string
		got  []Problem
		want []string
	}{
		{"number as text", spec.Result("sendMessage", []byte(`{"message_id":"1","date":1,`+chat+`}`)), []string{"sendMessage result.message_id"}},
		{"chat of no type", spec.Result("sendMessage", []byte(`{"message_id":1,"date":1,"chat":{"id":42,"type":"direct"}}`)), []string{"sendMessage result.chat.type"}},
		{"field of no message", spec.Result("sendMessage", []byte(`{"message_id":1,"date":1,`+chat+`,"parse_mode":"HTML"}`)), []string{"sendMessage result.parse_mode"}},
		{"null field", spec.Result("sendMessage", []byte(`{"message_id":1,"date":1,`+chat+`,"from":null}`)), []string{"sendMessage result.from"}},
		{"member lacking a field", spec.Result("getChatMember", []byte(`{"status":"creator","user":{"id":1,"is_bot":false,"first_name":"A"}}`)), []string{"getChatMember result.is_anonymous"}},
		{"flag for a list", spec.Result("getUpdates", []byte(`true`)), []string{"getUpdates result"}},
		{"inside an update", spec.Result("getUpdates", []byte(`[{"update_id":1,"message":{"message_id":1,"date":1}}]`)), []string{"getUpdates result[0].message.chat"}},
		{"update of two kinds", spec.Update([]byte(`{"update_id":1,"message":{"message_id":1,"date":1,` + chat + `},"channel_post":{"message_id":1,"date":1,` + chat + `}}`)), []string{"update"}},
		{"update without number", spec.Update([]byte(`{}`)), []string{"update.update_id"}},
		{"press of nobody", spec.Update([]byte(`{"update_id":1,"callback_query":{"id":"1","chat_instance":"1"}}`)), []string{"update.callback_query.from"}},
		{"list", spec.Update([]byte(`[]`)), []string{"update"}},
	} {
		if got := paths(c.got); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}
