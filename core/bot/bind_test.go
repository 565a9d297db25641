package bot

import (
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func TestAnswerToSomebodyIsAboutThem(t *testing.T) {
	t.Parallel()
	cmd := chat.Command{Path: "deal start", Options: []chat.Option{
		{Name: "with", Kind: chat.UserOption}, {Name: "network", Kind: chat.ChoiceOption}, {Name: "amount", Kind: chat.AmountOption},
	}}
	ben := &chat.User{Ref: chat.UserRef{Platform: "test-t", ID: "2"}, Name: "Ben"}
	mia := &chat.User{Ref: chat.UserRef{Platform: "test-t", ID: "3"}, Name: "Mia"}
	word := func(s string) chat.Value { return chat.Value{Text: s} }
	tests := []struct {
		name          string
		words         []chat.Value
		with, network string
	}{
		{"alone", nil, "test-t:2", ""},
		{"the words are the rest", []chat.Value{word("tiktok"), word("250")}, "test-t:2", "tiktok"},
		{"a mention goes first", []chat.Value{{Text: "@mia", User: mia}, word("tiktok")}, "@mia", "tiktok"},
		{"a handle too", []chat.Value{word("@mia"), word("tiktok")}, "@mia", "tiktok"},
		{"an account too", []chat.Value{word("test-d:9"), word("tiktok")}, "test-d:9", "tiktok"},
		{"by name", []chat.Value{word("with=@mia"), word("tiktok")}, "@mia", "tiktok"},
		{"an option with a colon is no account", []chat.Value{word("network:tiktok")}, "test-t:2", "tiktok"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := bindWords(cmd, tt.words, ben)
			if err != nil || got["with"].Text != tt.with || got["network"].Text != tt.network {
				t.Errorf("got %+v, %v; want with %s, network %q", got, err, tt.with, tt.network)
			}
		})
	}
	note := chat.Command{Path: "deal note", Options: []chat.Option{{Name: "note", Kind: chat.TextOption}}}
	if got, err := bindWords(note, nil, ben); err != nil || len(got) != 0 {
		t.Errorf("a command without a person got %+v, %v", got, err)
	}
}
