package text_test

import (
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func TestPlurals(t *testing.T) {
	t.Parallel()
	c := load(t)
	arabicForms := map[int]string{
		0: "بلا أيام", 1: "يوم", 2: "يومان", 3: "٣ أيام", 10: "١٠ أيام", 11: "١١ يومًا", 99: "٩٩ يومًا",
		100: "١٠٠ يوم", 101: "١٠١ يوم", 102: "١٠٢ يوم", 103: "١٠٣ أيام", 111: "١١١ يومًا", 10_000_000: "١٠٠٠٠٠٠٠ يوم", -2: "يومان",
	}
	for n, want := range arabicForms {
		if got := say(c, arabic, chat.T("x.days", chat.Args{"count": chat.Number(n)})); got != want {
			t.Errorf("ar %d: got %q, want %q", n, got, want)
		}
	}
	englishForms := map[int]string{0: "0 days", 1: "a day", 2: "2 days", -1: "a day", 10_000_001: "10000001 days", -1 << 63: "-9223372036854775808 days"}
	for n, want := range englishForms {
		if got := say(c, english, chat.T("x.days", chat.Args{"count": chat.Number(n)})); got != want {
			t.Errorf("en %d: got %q, want %q", n, got, want)
		}
	}
}
