package console

import (
	"slices"
	"strconv"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func TestText(t *testing.T) {
	t.Parallel()
	const on, off = true, false
	tests := []struct {
		name   string
		colour bool
		text   string
		marks  []chat.Mark
		want   string
	}{
		{"plain", off, "a b", []chat.Mark{{Kind: chat.KindBold, Start: 0, End: 1}}, "a b"},
		{"bold", on, "a b", []chat.Mark{{Kind: chat.KindBold, Start: 2, End: 3}}, "a \x1b[1mb\x1b[0m"},
		{"beyond the basic plane", on, "📨 b", []chat.Mark{{Kind: chat.KindCode, Start: 3, End: 4}}, "📨 \x1b[36mb\x1b[0m"},
		{
			"code in bold", on, "abc",
			[]chat.Mark{{Kind: chat.KindBold, Start: 0, End: 3}, {Kind: chat.KindCode, Start: 1, End: 2}},
			"\x1b[1ma\x1b[36mb\x1b[0m\x1b[1mc\x1b[0m",
		},
		{"quote", on, "a", []chat.Mark{{Kind: chat.KindQuote, Start: 0, End: 1}}, "\x1b[2ma\x1b[0m"},
		{"time", on, "a", []chat.Mark{{Kind: chat.KindTime, Start: 0, End: 1}}, "a\x1b[0m"},
		{"link", off, "look", []chat.Mark{{Kind: chat.KindLink, Start: 0, End: 4, URL: "https://x.org"}}, "look <https://x.org>"},
		{"link that says so", off, "https://x.org", []chat.Mark{{Kind: chat.KindLink, Start: 0, End: 13, URL: "https://x.org"}}, "https://x.org"},
		{"escape sequences", off, "\x1b[2Ja\rb\ac\u009b1m", nil, "[2Jabc1m"},
		{"isolates", off, "\u2068a\u2069 \u200fb", nil, "a b"},
		{"lines", off, "a\nb", nil, "a\nb"},
	}
	for _, tt := range tests {
		if got := (look{colour: tt.colour}).text(tt.text, tt.marks, chat.UTF16); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestHistory(t *testing.T) {
	t.Parallel()
	file := t.TempDir() + "/history"
	h := openHistory(file)
	for _, line := range []string{"/who", "/who", " ", "hi "} {
		h.Add(line)
	}
	again := openHistory(file)
	if again.Len() != 2 || again.At(0) != "hi" || again.At(1) != "/who" {
		t.Errorf("kept %q", again.lines)
	}
	for i := range 2 * remembered {
		again.path = ""
		if i == 2*remembered-1 {
			again.path = file // one write is enough
		}
		again.Add(strconv.Itoa(i))
	}
	if n := openHistory(file).Len(); n != remembered {
		t.Errorf("%d lines are kept, want %d", n, remembered)
	}
	if n := openHistory("").Len(); n != 0 {
		t.Errorf("a history without a file begins with %d lines", n)
	}
}

func TestFoldLine(t *testing.T) {
	t.Parallel()
	tests := []struct {
		line  string
		width int
		want  []string
	}{
		{"one two three", 0, []string{"one two three"}},
		{"one two three", 13, []string{"one two three"}},
		{"one two three", 8, []string{"one two", "three"}},
		{"Name    value", 9, []string{"Name   ", "value"}},
		{"unbreakable words", 5, []string{"unbreakable", "words"}},
		{"\x1b[1mone two\x1b[0m three", 7, []string{"\x1b[1mone two\x1b[0m", "three"}},
	}
	for _, tt := range tests {
		if got := foldLine(tt.line, tt.width); !slices.Equal(got, tt.want) {
			t.Errorf("%q in %d: got %q, want %q", tt.line, tt.width, got, tt.want)
		}
	}
}
