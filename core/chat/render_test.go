package chat_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

// rich can do everything, plain nothing; tests change what they are about.
var (
	rich = chat.Capabilities{
		Buttons: chat.Native, Selects: chat.Native, Files: chat.Native, Fields: chat.Native,
		Mentions: chat.Native, Times: chat.Native,
		TextUnit: chat.UTF16, TextLimit: 2000, Parts: 3, FieldLimit: 25, FieldName: 256, FieldValue: 1024,
		ButtonsPerRow: 5, Rows: 5, ButtonLabel: 80, SelectChoices: 25,
	}
	plain = chat.Capabilities{TextUnit: chat.Runes, TextLimit: 1000}
	words = chat.Words{Attached: "See the file.", Answer: "Answer with a number:", Elsewhere: "Not here:"}
)

func with(c chat.Capabilities, change func(*chat.Capabilities)) chat.Capabilities {
	change(&c)
	return c
}

// show renders a document and draws its marks into the text: [bold:Hello].
func show(doc chat.Document, caps chat.Capabilities) string {
	var pages []string
	for _, p := range chat.Render(chat.Message{Document: doc}, caps, words).Parts {
		pages = append(pages, draw(p.Text, p.Marks, caps.TextUnit))
	}
	return strings.Join(pages, "\n--\n")
}

func draw(text string, marks []chat.Mark, unit chat.Unit) string {
	var b strings.Builder
	at := 0
	edge := func() {
		for i := len(marks) - 1; i >= 0; i-- {
			if marks[i].End == at {
				b.WriteString("]")
			}
		}
		for _, m := range marks {
			if m.Start == at {
				b.WriteString("[" + string(m.Kind) + ":")
			}
		}
	}
	for _, r := range text {
		edge()
		b.WriteRune(r)
		at += unit.Len(string(r))
	}
	edge()
	return b.String()
}

func TestLayout(t *testing.T) {
	t.Parallel()
	bob := chat.UserRef{Platform: "telegram", ID: "7"}
	tests := map[string]struct {
		doc  chat.Document
		caps chat.Capabilities
		want string
	}{
		"paragraphs":       {chat.Document{chat.Paragraph(chat.Text("a")), chat.Paragraph(chat.Text("b"))}, plain, "a\n\nb"},
		"title":            {chat.Document{chat.Title(chat.Text("T")), chat.Paragraph(chat.Text("b"))}, plain, "[title:T]\n\nb"},
		"inline at top":    {chat.Document{chat.Bold(chat.Text("a")), chat.Text("b")}, plain, "[bold:a]\n\nb"},
		"nested bold":      {chat.Document{chat.Bold(chat.Text("a"), chat.Bold(chat.Text("b")))}, plain, "[bold:ab]"},
		"code in bold":     {chat.Document{chat.Bold(chat.Text("a "), chat.Code("b"))}, plain, "[bold:a [code:b]]"},
		"surrogates":       {chat.Document{chat.Paragraph(chat.Text("🟢 "), chat.Bold(chat.Text("🔴x")))}, rich, "🟢 [bold:🔴x]"},
		"apart":            {chat.Document{chat.Paragraph(chat.Node{Kind: chat.KindCode, Text: "/a", Style: chat.StyleApart})}, plain, "\u2066[code:/a]\u2069"},
		"code of lines":    {chat.Document{chat.Node{Kind: chat.KindCode, Text: "a\nb", Style: chat.StyleApart}}, plain, "[code:a\nb]"},
		"link apart":       {chat.Document{chat.Paragraph(chat.Node{Kind: chat.KindLink, URL: "https://x.org", Nodes: []chat.Node{chat.Text("https://x.org")}, Style: chat.StyleApart})}, plain, "\u2066[link:https://x.org]\u2069"},
		"link":             {chat.Document{chat.Link("https://x.org", chat.Text("x"))}, plain, "[link:x]"},
		"bare link":        {chat.Document{chat.Link("https://x.org")}, plain, "[link:https://x.org]"},
		"list":             {chat.Document{chat.List(chat.Text("a"), chat.Paragraph(chat.Text("b")), chat.Said("c"))}, plain, "• a\n• b\n• c"},
		"list in a list":   {chat.Document{chat.List(chat.Span(chat.Text("a"), chat.List(chat.Text("b"))))}, plain, "• a\n• b"},
		"quote":            {chat.Document{chat.Quote(chat.Paragraph(chat.Said("a")), chat.Paragraph(chat.Said("b")))}, plain, "[quote:a\nb]"},
		"quote in a line":  {chat.Document{chat.Paragraph(chat.Text("He said:"), chat.Quote(chat.Said("a")))}, plain, "He said:\n[quote:a]"},
		"fields":           {chat.Document{chat.Fields(chat.Field(chat.Text("n"), chat.Text("v")), chat.Field(chat.Text("m"), chat.Text("w")))}, plain, "[bold:n]: v\n[bold:m]: w"},
		"field alone":      {chat.Document{chat.Field(chat.Text("n"), chat.Text("v"))}, plain, "[bold:n]: v"},
		"field, no value":  {chat.Document{chat.Field(chat.Text("n"))}, plain, "[bold:n]: –"},
		"mention":          {chat.Document{chat.Mention(bob, "Bob")}, rich, "[mention:Bob]"},
		"mention, absent":  {chat.Document{chat.Mention(bob, "Bob")}, plain, "Bob"},
		"mention, no name": {chat.Document{chat.Mention(bob, "")}, plain, "telegram:7"},
		"time":             {chat.Document{chat.Node{Kind: chat.KindTime, Text: "noon"}}, rich, "[time:noon]"},
		"time, absent":     {chat.Document{chat.Node{Kind: chat.KindTime, Text: "noon"}}, plain, "noon"},
		"nothing":          {nil, rich, "…"},
		"empty blocks":     {chat.Document{chat.Paragraph(), chat.Text("a"), chat.Paragraph(chat.Text(" ")), chat.Text("b")}, plain, "a\n\nb"},
		"only invisible":   {chat.Document{chat.Said("\u2068\u2069"), chat.Bold(chat.Text("\n"))}, plain, "…"},
		"bad UTF-8":        {chat.Document{chat.Text("a\xffb")}, plain, "a\ufffdb"},
		"outer space":      {chat.Document{chat.Text("\n a \n")}, plain, "a"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := show(tt.doc, tt.caps); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestMarksCarryTheirData(t *testing.T) {
	t.Parallel()
	bob := chat.UserRef{Platform: "telegram", ID: "7"}
	doc := chat.Document{chat.Paragraph(
		chat.Link("https://x.org", chat.Text("x")),
		chat.Mention(bob, "Bob"),
		chat.Node{Kind: chat.KindTime, Text: "noon", At: 1234, Style: chat.StyleRelative},
	)}
	got := chat.Render(chat.Message{Document: doc}, rich, words).Parts[0].Marks
	want := []chat.Mark{
		{Kind: chat.KindLink, Start: 0, End: 1, URL: "https://x.org"},
		{Kind: chat.KindMention, Start: 1, End: 4, User: &bob},
		{Kind: chat.KindTime, Start: 4, End: 8, At: 1234, Style: chat.StyleRelative},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestPlainText(t *testing.T) {
	t.Parallel()
	doc := chat.Document{
		chat.Title(chat.Text("Card")),
		chat.Fields(chat.Field(chat.T("x.amount"), chat.Amount(5, "KWD", 3)), chat.Field(chat.Text("n"), chat.Number(3))),
		chat.Paragraph(chat.Link("https://x.org", chat.Text("here")), chat.Text(" "), chat.Link("https://y.org"),
			chat.Text(" "), chat.Node{Kind: chat.KindTime, At: 1000}, chat.Text(" "), chat.Amount(7, "DIAMONDS", 0)),
	}
	want := "Card\n\nx.amount: 0.005 KWD\nn: 3\n\nhere (https://x.org) https://y.org 1970-01-01T00:00:01Z 7 DIAMONDS"
	if got := chat.PlainText(doc); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := chat.Line(chat.Span(chat.Text(" a\n"), chat.Bold(chat.Said("b ")))); got != "a b" {
		t.Errorf("Line: got %q", got)
	}
}

func TestRenderLeavesItsInputAlone(t *testing.T) {
	t.Parallel()
	doc := make(chat.Document, 1, 8) // room that an append could write into
	doc[0] = chat.Paragraph(chat.Text("a"))
	m := chat.Message{Document: doc, Rows: []chat.Row{chat.Buttons(chat.Button{Label: chat.T("x.y"), Token: "t"})}, Files: []chat.File{{Name: "f"}}}
	chat.Render(m, plain, words)
	if got := doc[:2][1]; !reflect.DeepEqual(got, chat.Node{}) {
		t.Errorf("Render wrote %+v behind the document", got)
	}
	if got := m.Rows[0].Buttons[0].Label; got.Key != "x.y" {
		t.Errorf("Render changed a label to %+v", got)
	}
}
