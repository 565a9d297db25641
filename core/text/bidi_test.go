package text_test

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/bidi"

	"github.com/parleybot/parley/core/chat"
)

// Whatever an Arabic line begins with, an app that guesses its direction from
// its letters must lay it out from right to left.
func TestEveryArabicLineStartsRight(t *testing.T) {
	t.Parallel()
	c := load(t)
	handle, amount := chat.Code("#3F9A2B01"), chat.Amount(50000, "USD", 2)
	doc := c.Localize(chat.Document{
		chat.Title(handle, chat.Text(" TikTok")),
		chat.Paragraph(chat.Said("Alice"), chat.Text(" · "), amount),
		chat.Paragraph(chat.T("x.on", chat.Args{"network": chat.Text("TikTok")})),
		chat.Paragraph(chat.Text("مرحبا")),
		chat.Fields(chat.Field(chat.Text("id"), handle, chat.Text(" "), amount), chat.Field(chat.T("core.more"))),
		chat.List(handle, chat.Span(amount, chat.Text(" "), handle), chat.Text("لا")),
	}, arabic)
	for line := range strings.SplitSeq(chat.PlainText(doc), "\n") {
		line = strings.TrimPrefix(line, "• ")
		if line == "" {
			continue
		}
		var p bidi.Paragraph
		if _, err := p.SetString(line); err != nil {
			t.Fatal(err)
		}
		order, err := p.Order()
		if err != nil {
			t.Fatal(err)
		}
		if order.Direction() == bidi.LeftToRight || !startsRight(line) {
			t.Errorf("%q is laid out from left to right", line)
		}
	}
}

// startsRight applies rules P2 and P3 of UAX #9: the first strong letter
// outside isolates decides.
func startsRight(s string) bool {
	depth := 0
	for _, r := range s {
		p, _ := bidi.LookupRune(r)
		switch p.Class() {
		case bidi.LRI, bidi.RLI, bidi.FSI:
			depth++
		case bidi.PDI:
			depth--
		case bidi.L, bidi.R, bidi.AL:
			if depth == 0 {
				return p.Class() != bidi.L
			}
		}
	}
	return false
}

func TestEnglishGetsNoMarks(t *testing.T) {
	t.Parallel()
	c := load(t)
	doc := chat.Document{
		chat.Title(chat.Code("#3F9A2B01"), chat.Text(" TikTok")),
		chat.Fields(chat.Field(chat.Text("Amount"), chat.Amount(50000, "USD", 2))),
		chat.List(chat.Date("2026-12-04")),
	}
	want := "#3F9A2B01 TikTok\n\nAmount: 500.00 USD\n\n• Fri 4 Dec 2026"
	if got := chat.PlainText(c.Localize(doc, english)); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
