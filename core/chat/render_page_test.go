package chat_test

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func TestPages(t *testing.T) {
	t.Parallel()
	text := func(s string) chat.Document { return chat.Document{chat.Paragraph(chat.Text(s))} }
	tests := map[string]struct {
		doc   chat.Document
		limit int
		unit  chat.Unit
		want  string
	}{
		"fits":                 {text("1234567890"), 10, chat.Runes, "1234567890"},
		"paragraph":            {chat.Document{chat.Text("one two"), chat.Text("three")}, 12, chat.Runes, "one two\n--\nthree"},
		"line before word":     {text("one two\nthree four"), 13, chat.Runes, "one two\n--\nthree four"},
		"early line is passed": {text("a\nbbbb cccc dddd"), 12, chat.Runes, "a\nbbbb cccc\n--\ndddd"},
		"word":                 {text("one two three"), 9, chat.Runes, "one two\n--\nthree"},
		"no word":              {text("onetwothree"), 4, chat.Runes, "onet\n--\nwoth\n--\nree"},
		"utf16":                {text("🟢🟢🟢"), 5, chat.UTF16, "🟢🟢\n--\n🟢"},
		"bytes":                {text("ééé"), 5, chat.Bytes, "éé\n--\né"},
		"combining":            {text("aaae\u0301b"), 4, chat.Runes, "aaa\n--\ne\u0301b"},
		"family":               {text("ab👩\u200d👧c"), 4, chat.Runes, "ab\n--\n👩\u200d👧c"},
		"flag":                 {text("ab🇩🇪"), 3, chat.Runes, "ab\n--\n🇩🇪"},
		"skin":                 {text("ab👍🏽"), 3, chat.Runes, "ab\n--\n👍🏽"},
		"nothing but marks":    {text("a" + strings.Repeat("\u0301", 5)), 3, chat.Runes, "a\u0301\u0301\n--\n\u0301\u0301\u0301"},
		"jamo":                 {text("ab\u1100\u1161"), 3, chat.Runes, "ab\n--\n\u1100\u1161"},
		"isolate opened again": {text("\u2068aaaaaaaaaa\u2069"), 6, chat.Runes, "\u2068aaaa\u2069\n--\n\u2068aaaa\u2069\n--\n\u2068aa\u2069"},
		"isolate left open":    {text("\u2068aaaa"), 8, chat.Bytes, "\u2068aa\u2069\n--\n\u2068aa\u2069"},
		"isolate":              {text("\u2068one two three\u2069"), 10, chat.Runes, "\u2068one two\u2069\n--\n\u2068three\u2069"},
		"isolates within":      {text("\u2067a \u2068one two\u2069 b\u2069"), 10, chat.Runes, "\u2067a \u2068one\u2069\u2069\n--\n\u2067\u2068two\u2069 b\u2069"},
		"loose ends":           {text("a\u2069b \u2066c"), 100, chat.Runes, "ab \u2066c\u2069"},
		"bold is clipped":      {chat.Document{chat.Bold(chat.Text("one two three"))}, 9, chat.Runes, "[bold:one two]\n--\n[bold:three]"},
		"code is whole":        {chat.Document{chat.Paragraph(chat.Text("see it: "), chat.Code("/deal view 1"))}, 19, chat.Runes, "see it:\n--\n[code:/deal view 1]"},
		"code too long":        {chat.Document{chat.Code("abcdefghijkl")}, 10, chat.Runes, "[code:abcdefghij]\n--\n[code:kl]"},
		"no limit":             {text(strings.Repeat("a ", 3000) + "a"), 0, chat.Runes, strings.Repeat("a ", 3000) + "a"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			caps := chat.Capabilities{TextUnit: tt.unit, TextLimit: tt.limit}
			if got := show(tt.doc, caps); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestLongTextBecomesAFile(t *testing.T) {
	t.Parallel()
	long := chat.Document{chat.Bold(chat.Text(strings.TrimSpace(strings.Repeat("word ", 2000)))), chat.Link("https://x.org", chat.Text("end"))}
	m := chat.Message{
		Document: long,
		Rows:     []chat.Row{chat.Buttons(chat.Button{Label: chat.Text("OK"), Token: "t"})},
		Files:    []chat.File{{Name: "own.csv"}},
	}
	out := chat.Render(m, rich, words)
	if len(out.Parts) != 1 || len(out.Files) != 2 {
		t.Fatalf("got %d parts and %d files, want 1 and 2", len(out.Parts), len(out.Files))
	}
	p := out.Parts[0]
	if !strings.HasPrefix(p.Text, "word word") || !strings.HasSuffix(p.Text, "…\n\nSee the file.") || len(p.Text) > 500 {
		t.Errorf("part: %q", p.Text)
	}
	if len(p.Marks) != 1 || p.Marks[0].Kind != chat.KindBold || p.Marks[0].End >= len(p.Text) {
		t.Errorf("marks: %+v", p.Marks)
	}
	if len(p.Rows) != 1 {
		t.Errorf("the button is gone: %+v", p.Rows)
	}
	f := out.Files[0]
	if f.Name != chat.FullTextName || string(f.Data) != chat.PlainText(long)+"\n" || out.Files[1].Name != "own.csv" {
		t.Errorf("files: %s of %d bytes, %s", f.Name, len(f.Data), out.Files[1].Name)
	}
}

func TestTheBeginningLeavesRoomForTheRest(t *testing.T) {
	t.Parallel()
	caps := with(rich, func(c *chat.Capabilities) { c.TextLimit = 100 })
	out := chat.Render(chat.Message{Document: chat.Document{chat.Text(strings.Repeat("word ", 100))}}, caps, words)
	if len(out.Parts) != 1 || len(out.Files) != 1 || !strings.HasSuffix(out.Parts[0].Text, words.Attached) {
		t.Errorf("got %+v", out.Parts)
	}
}

// A file would not shorten what is long because of its numbered buttons.
func TestManyButtonsAreNoReasonForAFile(t *testing.T) {
	t.Parallel()
	caps := with(plain, func(c *chat.Capabilities) { c.TextLimit, c.Parts, c.Files = 40, 1, chat.Native })
	m := chat.Message{Document: chat.Document{chat.Text("Short.")}, Rows: []chat.Row{press("one", "two", "three", "four", "five")}}
	out := chat.Render(m, caps, words)
	if len(out.Files) != 0 || len(out.Parts) != 2 || len(out.Parts[1].Numbered) != 5 {
		t.Errorf("got %+v", out)
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in    string
		limit int
		unit  chat.Unit
		want  string
	}{
		{"Confirm", 7, chat.Runes, "Confirm"},
		{"Confirm it", 7, chat.Runes, "Confir…"},
		{"Confirm it", 0, chat.Runes, "Confirm it"},
		{"Confirm it", 7, chat.Bytes, "Conf…"},
		{"a🟢🟢", 4, chat.UTF16, "a🟢…"},
		{"\u2068abcdef\u2069", 6, chat.Runes, "\u2068abc…\u2069"},
		{"ae\u0301e\u0301", 4, chat.Runes, "ae\u0301…"},
		{"🟢🟢", 1, chat.UTF16, "…"},
	}
	for _, tt := range tests {
		if got := tt.unit.Cut(tt.in, tt.limit); got != tt.want {
			t.Errorf("%q to %d %s: got %q, want %q", tt.in, tt.limit, tt.unit, got, tt.want)
		}
	}
}

func TestLongTextStaysWhereFilesCannotGo(t *testing.T) {
	t.Parallel()
	long := chat.Document{chat.Text(strings.Repeat("word ", 2000))}
	for name, caps := range map[string]chat.Capabilities{
		"no files":       with(rich, func(c *chat.Capabilities) { c.Files = chat.Absent }),
		"file too large": with(rich, func(c *chat.Capabilities) { c.FileBytes = 5000 }),
		"parts unbound":  with(rich, func(c *chat.Capabilities) { c.Parts = 0 }),
	} {
		out := chat.Render(chat.Message{Document: long}, caps, words)
		if len(out.Parts) != 5 || len(out.Files) != 0 {
			t.Errorf("%s: got %d parts and %d files, want 5 and 0", name, len(out.Parts), len(out.Files))
		}
	}
}

func TestFilesThatCannotGoAreNamed(t *testing.T) {
	t.Parallel()
	files := []chat.File{{Name: "a.csv", Data: make([]byte, 10)}, {Name: "b.csv", Data: make([]byte, 99)}}
	tests := map[string]struct {
		caps chat.Capabilities
		doc  chat.Document
		sent int
		want string
	}{
		"all go":         {rich, chat.Document{chat.Text("Here.")}, 2, "Here."},
		"one too large":  {with(rich, func(c *chat.Capabilities) { c.FileBytes = 50 }), chat.Document{chat.Text("Here.")}, 1, "Here.\n\nNot here:\n\n• b.csv"},
		"none":           {plain, nil, 0, "Not here:\n\n• a.csv\n• b.csv"},
		"without a text": {rich, nil, 2, "a.csv"},
	}
	for name, tt := range tests {
		out := chat.Render(chat.Message{Document: tt.doc, Files: files}, tt.caps, words)
		if got := out.Parts[0].Text; got != tt.want || len(out.Files) != tt.sent {
			t.Errorf("%s: got %q and %d files, want %q and %d", name, got, len(out.Files), tt.want, tt.sent)
		}
	}
}
