package telegram

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/chat"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestPlacesKeepTheirReference(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]place{"42": {chat: 42}, "-1001234": {chat: -1001234}, "-1001234/17": {-1001234, 17}} {
		got, known := placeOf(chat.PlaceRef{Platform: Platform, ID: id})
		if !known || got != want || got.ref().ID != id {
			t.Errorf("%s: got %+v %v, back as %s", id, got, known, got.ref().ID)
		}
		ref := got.message(5)
		if at, m, ok := messageOf(ref); !ok || at != want || m != 5 {
			t.Errorf("%+v: got %+v %d %v", ref, at, m, ok)
		}
	}
	for _, id := range []string{"", "0", "x", "1/", "1/0", "1/x", "1/2/3", "/3"} {
		if got, known := placeOf(chat.PlaceRef{Platform: Platform, ID: id}); known {
			t.Errorf("%q is taken for %+v", id, got)
		}
	}
	if _, known := placeOf(chat.PlaceRef{Platform: "discord", ID: "42"}); known {
		t.Error("a place of another platform is taken")
	}
	for _, ref := range []chat.UserRef{{}, {Platform: "discord", ID: "4"}, {Platform: Platform, ID: "-4"}, {Platform: Platform, ID: "x"}} {
		if id, known := userID(ref); known {
			t.Errorf("%+v is taken for %d", ref, id)
		}
	}
}
