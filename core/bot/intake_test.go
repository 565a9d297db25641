package bot

import (
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func TestStorable(t *testing.T) {
	t.Parallel()
	const hostile, want = "a\x00b\xff", "ab\ufffd"
	in := storableAct(chat.Interaction{
		User: chat.User{Name: hostile, Handle: hostile}, Place: chat.Place{SpaceName: hostile}, Choice: hostile,
		Text: chat.Value{Text: hostile}, ReplyTo: &chat.User{Name: hostile},
		Args:  map[string]chat.Value{"x": {Text: hostile, User: &chat.User{Name: hostile}}},
		Words: []chat.Value{{Text: hostile, File: &chat.FileRef{Name: hostile}}}, Fields: map[string]chat.Value{"y": {Text: hostile}},
	})
	ev := storableEvent(chat.Event{User: chat.User{Name: hostile}, Place: chat.Place{SpaceName: hostile}, Text: hostile})
	for i, got := range []string{
		in.User.Name, in.User.Handle, in.Place.SpaceName, in.Choice, in.Text.Text, in.ReplyTo.Name, in.Args["x"].Text,
		in.Args["x"].User.Name, in.Words[0].Text, in.Words[0].File.Name, in.Fields["y"].Text, ev.User.Name, ev.Place.SpaceName, ev.Text,
	} {
		if got != want {
			t.Errorf("words %d became %q, want %q", i, got, want)
		}
	}
}
