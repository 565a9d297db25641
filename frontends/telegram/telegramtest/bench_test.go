package telegramtest_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// BenchmarkSendMessage is the double's own work for one message, without the
// network: it must leave the processor to the bot under load.
func BenchmarkSendMessage(b *testing.B) {
	s, err := telegramtest.Open(telegramtest.Options{History: 50})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Shutdown() }()
	ann := s.AddUser(chat.User{Name: "Ann"})
	if err := s.Arrive(ann.Ref); err != nil {
		b.Fatal(err)
	}
	body := []byte(`{"chat_id":` + ann.Ref.ID + `,"text":"hello there","entities":[{"type":"bold","offset":0,"length":5}],` +
		`"reply_markup":{"inline_keyboard":[[{"text":"Yes","callback_data":"y"},{"text":"No","callback_data":"n"}]]}}`)
	b.ReportAllocs()
	for b.Loop() {
		req := httptest.NewRequest(http.MethodPost, "/bot"+s.Token()+"/sendMessage", bytes.NewReader(body))
		req.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, req)
		if w.Code != http.StatusOK {
			b.Fatal(w.Body)
		}
	}
}
