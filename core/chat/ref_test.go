package chat_test

import (
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func TestParseUserRef(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in, want string
		ok       bool
	}{
		{"discord:123", "discord:123", true},
		{" Telegram:42 ", "telegram:42", true},
		{"sandbox-d:Alice", "sandbox-d:Alice", true},
		{"x:a:b", "x:a:b", true},
		{"123", "", false},
		{":123", "", false},
		{"discord:", "", false},
		{"discord:1 2", "", false},
		{"", "", false},
	}
	for _, tt := range tests {
		ref, ok := chat.ParseUserRef(tt.in)
		if ok != tt.ok || ok && ref.String() != tt.want {
			t.Errorf("%q: got %q, %v", tt.in, ref, ok)
		}
	}
}

func TestReferencesNameTheirPlatform(t *testing.T) {
	t.Parallel()
	place := chat.PlaceRef{Platform: "discord", ID: "9"}
	if got := place.String(); got != "discord:9" {
		t.Errorf("place: %q", got)
	}
	if got := (chat.SpaceRef{Platform: "telegram", ID: "-5"}).String(); got != "telegram:-5" {
		t.Errorf("space: %q", got)
	}
	zero := chat.UserRef{}.IsZero() && chat.SpaceRef{}.IsZero() && chat.PlaceRef{}.IsZero() && chat.MessageRef{}.IsZero()
	if !zero {
		t.Error("a zero reference is not zero")
	}
	if place.IsZero() || (chat.UserRef{ID: "1"}).IsZero() || (chat.SpaceRef{ID: "1"}).IsZero() || (chat.MessageRef{Place: place}).IsZero() {
		t.Error("a reference that names something is zero")
	}
}
