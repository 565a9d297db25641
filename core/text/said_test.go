package text_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/text"
)

func said(c *text.Catalog, s string) string {
	return c.Localize(chat.Document{chat.Quote(chat.Said(s))}, english)[0].Nodes[0].Text
}

// Only a quote keeps lines: elsewhere a name could add a line to a card.
func TestSaidOutsideQuotes(t *testing.T) {
	t.Parallel()
	c := load(t)
	name := chat.Said("Ann\r\nStatus: completed\u2028!")
	doc := c.Localize(chat.Document{
		chat.Paragraph(name), chat.Title(name), chat.List(name), chat.Paragraph(chat.Bold(name)),
		chat.Fields(chat.Field(name, name)), chat.Paragraph(chat.T("x.hello", chat.Args{"name": name, "id": chat.Code("3F9A2B01")})),
	}, english)
	if got := strings.Count(chat.PlainText(doc), "\u2068Ann Status: completed !\u2069"); got != 7 {
		t.Errorf("%d of 7 names stay in their line:\n%s", got, chat.PlainText(doc))
	}
}

func TestSaid(t *testing.T) {
	t.Parallel()
	c := load(t)
	tests := map[string]struct{ in, want string }{
		"plain":          {"Bob", "\u2068Bob\u2069"},
		"nothing":        {"", ""},
		"markup stays":   {"*b* @everyone <@1>", "\u2068*b* @everyone <@1>\u2069"},
		"lines":          {"a\nb", "\u2068a\u2069\n\u2068b\u2069"},
		"empty line":     {"a\n\nb", "\u2068a\u2069\n\n\u2068b\u2069"},
		"line ends":      {"a\r\nb\rc\u2028d\u2029e\u0085f", "\u2068a\u2069\n\u2068b\u2069\n\u2068c\u2069\n\u2068d\u2069\n\u2068e\u2069\n\u2068f\u2069"},
		"tab":            {"a\tb", "\u2068a b\u2069"},
		"controls":       {"a\x00b\x1b[31mc\x7f", "\u2068ab[31mc\u2069"},
		"override":       {"\u202egpj.exe", "\u2068gpj.exe\u2069"},
		"closes isolate": {"a\u2069b\u200f\u061c\u2066", "\u2068ab\u2069"},
		"byte order":     {"\ufeffa", "\u2068a\u2069"},
		"bad UTF-8":      {"a\xff", "\u2068a\ufffd\u2069"},
		"composed":       {"e\u0301", "\u2068é\u2069"},
		"joiners stay":   {"👩\u200d👧 می\u200cروم", "\u2068👩\u200d👧 می\u200cروم\u2069"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := said(c, tt.in); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func FuzzSaid(f *testing.F) {
	c := load(f)
	f.Add("a\u2069\r\nb")
	f.Add("e\u0301\xff")
	f.Fuzz(func(t *testing.T, s string) {
		got := said(c, s)
		if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) {
			t.Errorf("%q: not NFC", got)
		}
		for line := range strings.SplitSeq(got, "\n") {
			if line == "" {
				continue
			}
			inside, opened := strings.CutPrefix(line, "\u2068")
			inside, closed := strings.CutSuffix(inside, "\u2069")
			if !opened || !closed {
				t.Errorf("%q: not isolated", line)
			}
			if strings.ContainsFunc(inside, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) {
				t.Errorf("%q: reaches beyond itself", inside)
			}
		}
		if again := said(c, got); again != got {
			t.Errorf("a second time: %q became %q", got, again)
		}
	})
}
