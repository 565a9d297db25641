package telegram_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// Whoever forwards somebody's command, or taps on what another bot offers, does
// not order it: in a group it is nothing, in the direct chat it is talk.
func TestT6BorrowedWordsAreNoCommand(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{AllMessages: true}, telegram.Options{}, nil)
	from := fmt.Sprintf(`"date":1700000000,"from":{"id":%[1]s,"is_bot":false,"first_name":"Ann"},
		"text":"/deal_note pay","entities":[{"type":"bot_command","offset":0,"length":10}]`, s.cast.Ann.Ref.ID)
	group := fmt.Sprintf(`"chat":{"id":%s,"type":"supergroup","title":"Harbor"}`, s.cast.Group.Ref.ID)
	direct := fmt.Sprintf(`"chat":{"id":%s,"type":"private","first_name":"Ann"}`, s.cast.Ann.Ref.ID)
	borrowed := []string{
		`"forward_origin":{"type":"user","date":1699999999,"sender_user":{"id":7,"is_bot":false,"first_name":"Cy"}}`,
		`"via_bot":{"id":8,"is_bot":true,"first_name":"Cats","username":"cats_bot"}`,
	}
	for i, origin := range borrowed {
		s.Inject(json.RawMessage(fmt.Sprintf(`{"message":{"message_id":%d,%s,%s,%s}}`, 900+i, group, from, origin)))
		s.Inject(json.RawMessage(fmt.Sprintf(`{"message":{"message_id":%d,%s,%s,%s}}`, 800+i, direct, from, origin)))
	}
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	s.took(3)
	s.idle()
	commands := 0
	for _, in := range s.core.Handled() {
		if in.Kind == chat.Invoke {
			commands++
			continue
		}
		if in.Kind != chat.Answer || in.Place.Ref != s.cast.AnnDirect || in.Text.Text != "/deal_note pay" {
			t.Errorf("got %+v", in)
		}
	}
	if n := len(s.core.Handled()); commands != 1 || n != 3 {
		t.Errorf("%d of %d are commands: %+v", commands, n, s.core.Handled())
	}
}
