package chat_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func TestRewriteReachesEverything(t *testing.T) {
	t.Parallel()
	name := chat.Said("Ann")
	m := chat.Message{
		Document: chat.Document{
			chat.Paragraph(chat.T("x.y", chat.Args{"name": name, "other": chat.Said("Ben")})),
			chat.Fields(chat.Field(name, chat.Bold(name))), chat.Quote(chat.Said("Ann and Ben")),
		},
		Rows: []chat.Row{
			chat.Buttons(chat.Press(name, chat.StylePrimary, "deal view")),
			{Select: &chat.Select{Placeholder: name, Choices: []chat.Choice{{Value: "1", Label: name}}}},
		},
	}
	before, _ := json.Marshal(m)
	out, replaced := m.Rewrite(func(n chat.Node) (chat.Node, bool) {
		return chat.T("x.nobody"), n.Kind == chat.KindSaid && n.Text == "Ann"
	})
	after, _ := json.Marshal(out)
	if !replaced || strings.Contains(string(after), `"Ann"`) || strings.Count(string(after), "x.nobody") != 6 {
		t.Errorf("%v %s", replaced, after)
	}
	if !strings.Contains(string(after), "Ben") || !strings.Contains(string(after), "Ann and Ben") {
		t.Errorf("other words are gone: %s", after)
	}
	if unchanged, _ := json.Marshal(m); string(unchanged) != string(before) {
		t.Error("the message itself was changed")
	}
	same, replaced := m.Rewrite(func(chat.Node) (chat.Node, bool) { return chat.Node{}, false })
	if again, _ := json.Marshal(same); replaced || string(again) != string(before) {
		t.Errorf("%v %s", replaced, again)
	}
}
