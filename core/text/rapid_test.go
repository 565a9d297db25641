package text_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/text"
)

func drawnLeaf(t *rapid.T) chat.Node {
	words := rapid.SampledFrom([]string{"TikTok", "صفقة", "a\u202eb", "👩\u200d👧 *x*", "1 · 2", "two\nlines", "", " Parley "}).Draw(t, "words")
	return rapid.SampledFrom([]chat.Node{
		chat.Text(words), chat.Said(words), chat.Code(words), chat.Number(rapid.Int().Draw(t, "n")),
		chat.Mention(chat.UserRef{Platform: "p", ID: "1"}, words), chat.Amount(rapid.Int64Range(0, 1e15).Draw(t, "minor"), "USD", 2),
		chat.Date("2026-12-04"), chat.Date(words), chat.Time(time.UnixMilli(1_800_000_000_000), chat.StyleRelative),
	}).Draw(t, "leaf")
}

func drawnNode(t *rapid.T, depth int) chat.Node {
	if depth == 0 {
		return drawnLeaf(t)
	}
	a, b := drawnNode(t, depth-1), drawnNode(t, depth-1)
	return rapid.SampledFrom([]chat.Node{
		drawnLeaf(t), chat.Bold(a, b), chat.Link("https://x.org", a), chat.Paragraph(a, b), chat.Title(b), chat.Quote(a),
		chat.List(a, b), chat.Fields(chat.Field(a, b), chat.Field(b)),
		chat.T("x.outer", chat.Args{"inner": a}), chat.T("x.hello", chat.Args{"name": a, "id": b}),
		chat.T("x.days", chat.Args{"count": chat.Number(rapid.IntRange(-5, 200).Draw(t, "count"))}),
	}).Draw(t, "node")
}

func TestLocalizeKeepsItsPromises(t *testing.T) {
	t.Parallel()
	c := load(t)
	rapid.Check(t, func(t *rapid.T) {
		doc := chat.Document{drawnNode(t, 3), drawnNode(t, 2)}
		r := text.Reader{Locale: rapid.SampledFrom([]string{"en", "ar"}).Draw(t, "locale"), Now: time.UnixMilli(1_800_000_500_000)}
		before, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		once := c.Localize(doc, r)
		after, err := json.Marshal(doc)
		if err != nil || string(after) != string(before) {
			t.Fatalf("the input was changed:\n%s\n%s", before, after)
		}
		checkGone(t, once)
		checkIsolates(t, chat.PlainText(once))
		if twice := c.Localize(once, r); !reflect.DeepEqual(twice, once) {
			t.Fatalf("a second time differs:\n%+v\n%+v", once, twice)
		}
	})
}

func checkGone(t *rapid.T, nodes []chat.Node) {
	for _, n := range nodes {
		switch n.Kind {
		case chat.KindPhrase, chat.KindNumber, "slot":
			t.Fatalf("%q is still there: %+v", n.Kind, n)
		}
		checkGone(t, n.Nodes)
	}
}

func checkIsolates(t *rapid.T, s string) {
	for line := range strings.SplitSeq(s, "\n") {
		depth := 0
		for _, r := range line {
			switch r {
			case '\u2066', '\u2067', '\u2068':
				depth++
			case '\u2069':
				depth--
			}
			if depth < 0 {
				t.Fatalf("closes what is not open: %q", line)
			}
		}
		if depth != 0 {
			t.Fatalf("stays open: %q", line)
		}
	}
}

func BenchmarkLocalize(b *testing.B) {
	c := load(b)
	doc := chat.Document{
		chat.Title(chat.T("x.hello", chat.Args{"name": chat.Said("Bob"), "id": chat.Code("3F9A2B01")})),
		chat.Fields(
			chat.Field(chat.T("core.more"), chat.T("x.days", chat.Args{"count": chat.Number(12)})),
			chat.Field(chat.T("core.next"), chat.Mention(chat.UserRef{Platform: "p", ID: "1"}, "Bob")),
		),
		chat.Say("x.on", chat.Args{"network": chat.Text("TikTok")})[0],
	}
	for _, locale := range c.Locales() {
		b.Run(locale, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Localize(doc, text.Reader{Locale: locale})
			}
		})
	}
}
