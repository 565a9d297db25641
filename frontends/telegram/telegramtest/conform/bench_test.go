package conform

import "testing"

// One core judges some hundred thousand messages a second; the double needs
// 20,000.
func BenchmarkSendMessage(b *testing.B) {
	spec := official(b)
	params := call{Method: "sendMessage", Params: []byte(`{"chat_id":-1001234567890,"message_thread_id":"17","text":"Ann proposes a deal 🎉",
		"entities":[{"type":"bold","offset":0,"length":3}],"reply_markup":{"inline_keyboard":[[{"text":"Yes","callback_data":"y"},{"text":"No","callback_data":"n"}]]}}`)}.params(b)
	b.ReportAllocs()
	for b.Loop() {
		if problems := spec.Request("sendMessage", params, nil); problems != nil {
			b.Fatal(problems)
		}
	}
}

// As a form carries them, arrays and objects are JSON in text and cost a decoder.
func BenchmarkSendMessageAsForm(b *testing.B) {
	spec := official(b)
	params := map[string]any{
		"chat_id": "-1001234567890", "message_thread_id": "17", "text": "Ann proposes a deal 🎉",
		"entities":     `[{"type":"bold","offset":0,"length":3}]`,
		"reply_markup": `{"inline_keyboard":[[{"text":"Yes","callback_data":"y"},{"text":"No","callback_data":"n"}]]}`,
	}
	b.ReportAllocs()
	for b.Loop() {
		if problems := spec.Request("sendMessage", params, nil); problems != nil {
			b.Fatal(problems)
		}
	}
}

func BenchmarkUpdate(b *testing.B) {
	spec := official(b)
	raw := []byte(`{"update_id":1,"message":{"message_id":1,"date":1790000000,"chat":{"id":42,"type":"private","first_name":"Ann"},
		"from":{"id":42,"is_bot":false,"first_name":"Ann"},"text":"/deal start","entities":[{"type":"bot_command","offset":0,"length":5}]}}`)
	b.ReportAllocs()
	for b.Loop() {
		if problems := spec.Update(raw); problems != nil {
			b.Fatal(problems)
		}
	}
}
