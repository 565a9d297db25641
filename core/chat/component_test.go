package chat_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
)

func TestPress(t *testing.T) {
	t.Parallel()
	row := chat.Buttons(chat.Press(chat.T("deals.confirm"), chat.StylePrimary, "deal confirm", "id", "3F", "odd"))
	b := row.Buttons[0]
	if b.Style != chat.StylePrimary || b.Label.Key != "deals.confirm" || b.Action.Path != "deal confirm" {
		t.Errorf("got %+v", b)
	}
	if want := map[string]string{"id": "3F"}; !reflect.DeepEqual(b.Action.Args, want) {
		t.Errorf("args: got %v, want %v", b.Action.Args, want)
	}
	if chat.Do("ping").Args != nil {
		t.Error("an action without arguments has a map")
	}
}

// Documents are stored and read back by the outbox.
func TestMessagesSurviveJSON(t *testing.T) {
	t.Parallel()
	m := chat.Message{
		Document: chat.Document{
			chat.Title(chat.T("x.y", chat.Args{"count": chat.Number(3), "who": chat.Said("Bob")})),
			chat.Quote(chat.Mention(chat.UserRef{Platform: "telegram", ID: "7"}, "Bob")),
			chat.List(chat.Amount(50000, "USD", 2), chat.Date("2026-12-04"), chat.Time(time.UnixMilli(1500), chat.StyleRelative)),
			chat.Say("x.z")[0],
		},
		Rows:  []chat.Row{press("a"), pick("b", "c")},
		Files: []chat.File{{Name: "a.csv", Media: "text/csv", Data: []byte("1,2")}},
	}
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var back chat.Message
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back, m) {
		t.Errorf("got  %+v\nwant %+v", back, m)
	}
	if at := back.Document[2].Nodes[2].At; at != 1500 {
		t.Errorf("an instant became %d ms", at)
	}
}

func TestSendError(t *testing.T) {
	t.Parallel()
	cause := errors.New("429")
	err := error(&chat.SendError{Class: chat.Wait, Err: cause})
	if err.Error() != "send: wait: 429" || !errors.Is(err, cause) {
		t.Errorf("got %v", err)
	}
	if got := (&chat.SendError{Class: chat.Gone}).Error(); got != "send: gone" {
		t.Errorf("got %q", got)
	}
}
