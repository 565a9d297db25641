package chat_test

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/parleybot/parley/core/chat"
)

// drawnWord is a word that must not get lost: ASCII, Arabic, emoji of several
// characters, letters with accents on top.
var drawnWord = rapid.SampledFrom([]string{
	"deal", "USD", "#3F9A2B01", "صفقة", "٥٠٠", "👩\u200d👧", "🇩🇪", "e\u0301te\u0301", "🟢", "supercalifragilistic", "한국어",
})

func drawnText(t *rapid.T) string {
	words := rapid.SliceOfN(drawnWord, 1, 6).Draw(t, "words")
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteString(rapid.SampledFrom([]string{" ", " ", " ", "\n"}).Draw(t, "gap"))
		}
		b.WriteString(w)
	}
	return b.String()
}

func drawnInline(t *rapid.T, depth int) chat.Node {
	kinds := 6
	if depth == 0 {
		kinds = 4
	}
	switch rapid.IntRange(1, kinds).Draw(t, "inline") {
	case 1:
		return chat.Text(drawnText(t))
	case 2:
		return chat.Said("\u2068" + strings.ReplaceAll(drawnText(t), "\n", " ") + "\u2069")
	case 3:
		style := rapid.SampledFrom([]string{"", chat.StyleApart}).Draw(t, "style")
		return chat.Node{Kind: chat.KindCode, Text: drawnWord.Draw(t, "code"), Style: style}
	case 4:
		return chat.Mention(chat.UserRef{Platform: "p", ID: "1"}, drawnWord.Draw(t, "name"))
	case 5:
		return chat.Bold(drawnInline(t, depth-1), chat.Text(" "), drawnInline(t, depth-1))
	}
	return chat.Link("https://x.org", drawnInline(t, depth-1))
}

func drawnDocument(t *rapid.T) chat.Document {
	var doc chat.Document
	for range rapid.IntRange(0, 8).Draw(t, "blocks") {
		a, b := drawnInline(t, 2), drawnInline(t, 2)
		doc = append(doc, rapid.SampledFrom([]chat.Node{
			chat.Title(a), chat.Paragraph(a, chat.Text(" "), b), chat.Quote(a), chat.List(a, b), chat.Fields(chat.Field(a, b), chat.Field(b, a)),
		}).Draw(t, "block"))
	}
	return doc
}

func drawnRows(t *rapid.T) (rows []chat.Row, buttons int) {
	for range rapid.IntRange(0, 4).Draw(t, "rows") {
		labels := rapid.SliceOfN(drawnWord, 1, 7).Draw(t, "labels")
		buttons += len(labels)
		row := press(labels...)
		if rapid.Bool().Draw(t, "select") {
			row = pick(labels...)
		}
		rows = append(rows, row)
	}
	return rows, buttons
}

func drawnCapabilities(t *rapid.T) chat.Capabilities {
	level := rapid.SampledFrom([]chat.Level{chat.Absent, chat.Emulated, chat.Native})
	return chat.Capabilities{
		Buttons: level.Draw(t, "buttons"), Selects: level.Draw(t, "selects"), Files: level.Draw(t, "files"),
		Fields: level.Draw(t, "fields"), Mentions: level.Draw(t, "mentions"),
		TextUnit:      rapid.SampledFrom([]chat.Unit{chat.UTF16, chat.Runes, chat.Bytes}).Draw(t, "unit"),
		TextLimit:     rapid.IntRange(80, 400).Draw(t, "limit"),
		Parts:         rapid.IntRange(1, 4).Draw(t, "parts"),
		ButtonsPerRow: rapid.IntRange(1, 5).Draw(t, "per row"),
		Rows:          rapid.IntRange(1, 5).Draw(t, "rows"),
		ButtonLabel:   rapid.IntRange(8, 80).Draw(t, "label"),
		SelectChoices: rapid.IntRange(1, 6).Draw(t, "choices"),
	}
}

func TestRenderKeepsItsPromises(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		doc, caps := drawnDocument(t), drawnCapabilities(t)
		rows, buttons := drawnRows(t)
		out := chat.Render(chat.Message{Document: doc, Rows: rows}, caps, words)
		for i, p := range out.Parts {
			checkPart(t, p, caps)
			if i < len(out.Parts)-1 && (p.Rows != nil || p.Numbered != nil || p.Fields != nil) {
				t.Fatalf("part %d has components before the end: %+v", i, p)
			}
		}
		checkRows(t, out.Parts[len(out.Parts)-1], caps, buttons)
		if len(out.Files) == 0 {
			checkWords(t, out, doc, caps)
			return
		}
		if got := string(out.Files[0].Data); got != chat.PlainText(doc)+"\n" {
			t.Fatalf("the file differs from the document: %q", got)
		}
	})
}

func checkPart(t *rapid.T, p chat.Part, caps chat.Capabilities) {
	size := caps.TextUnit.Len(p.Text)
	if strings.TrimSpace(p.Text) == "" && len(p.Fields) == 0 {
		t.Fatalf("an empty part")
	}
	checkText(t, p.Text, p.Marks, caps.TextUnit)
	for _, f := range p.Fields {
		checkText(t, f.Value, f.Marks, caps.TextUnit)
		size += caps.TextUnit.Len(f.Name) + caps.TextUnit.Len(f.Value)
	}
	if size > caps.TextLimit {
		t.Fatalf("%d over the limit of %d: %q", size, caps.TextLimit, p.Text)
	}
}

// checkText holds a text against what Mark promises, and its isolates and
// characters against having been torn.
func checkText(t *rapid.T, text string, marks []chat.Mark, unit chat.Unit) {
	size := unit.Len(text)
	for i, m := range marks {
		if m.Start < 0 || m.Start >= m.End || m.End > size {
			t.Fatalf("mark %+v is out of bounds in %q", m, text)
		}
		if i > 0 && m.Start < marks[i-1].Start {
			t.Fatalf("mark %+v is out of order in %q", m, text)
		}
		for _, outer := range marks[:i] {
			if m.Start < outer.End && m.End > outer.End {
				t.Fatalf("mark %+v sticks out of %+v in %q", m, outer, text)
			}
		}
		if stretch := between(text, m, unit); m.Kind == chat.KindCode && !strings.Contains(allWords, " "+stretch+" ") {
			t.Fatalf("torn code %q", stretch)
		}
	}
	depth := 0
	for i, r := range text {
		switch r {
		case '\u2066', '\u2067', '\u2068':
			depth++
		case '\u2069':
			depth--
		}
		if depth < 0 || i == 0 && (unicode.Is(unicode.M, r) || r == '\u200d') {
			t.Fatalf("torn: %q", text)
		}
	}
	if depth != 0 {
		t.Fatalf("an isolate stays open: %q", text)
	}
}

const allWords = " deal USD #3F9A2B01 صفقة ٥٠٠ 👩\u200d👧 🇩🇪 e\u0301te\u0301 🟢 supercalifragilistic 한국어 "

// between returns the stretch of a mark.
func between(text string, m chat.Mark, unit chat.Unit) string {
	at, from, to := 0, len(text), len(text)
	for i, r := range text {
		if at == m.Start {
			from = i
		}
		if at == m.End {
			to = i
		}
		at += unit.Len(string(r))
	}
	return text[from:to]
}

func checkRows(t *rapid.T, p chat.Part, caps chat.Capabilities, buttons int) {
	if len(p.Rows) > caps.Rows {
		t.Fatalf("%d rows over the limit of %d", len(p.Rows), caps.Rows)
	}
	got := len(p.Numbered)
	for _, row := range p.Rows {
		if len(row.Buttons) > caps.ButtonsPerRow || row.Select != nil && (caps.Selects != chat.Native || len(row.Select.Choices) > caps.SelectChoices) {
			t.Fatalf("a row that is none here: %+v", row)
		}
		for _, b := range row.Buttons {
			if caps.TextUnit.Len(b.Label.Text) > caps.ButtonLabel || b.Token == "" || caps.Buttons == chat.Absent {
				t.Fatalf("a button that is none here: %+v", b)
			}
		}
		got += len(row.Buttons)
		if row.Select != nil {
			got += len(row.Select.Choices)
		}
	}
	if got != buttons {
		t.Fatalf("%d buttons became %d", buttons, got)
	}
}

// checkWords compares the words of all parts with those of the document. Cut
// words are joined by leaving out space and the marks that Render adds.
func checkWords(t *rapid.T, out chat.Rendered, doc chat.Document, caps chat.Capabilities) {
	if caps.Fields == chat.Native || len(doc) == 0 {
		return // fields stand below the text: the order differs
	}
	var got strings.Builder
	for _, p := range out.Parts {
		got.WriteString(p.Text)
	}
	var want strings.Builder
	unlimited := chat.Capabilities{TextUnit: chat.Runes}
	want.WriteString(chat.Render(chat.Message{Document: doc}, unlimited, words).Parts[0].Text)
	if g, w := bare(got.String()), bare(want.String()); !strings.HasPrefix(g, w) {
		t.Fatalf("words got lost:\n%q\n%q", g, w)
	}
}

func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, s)
}

func FuzzCut(f *testing.F) {
	f.Add("a long name of somebody", 10)
	f.Add("\u2068👩\u200d👧👩\u200d👧\u2069", 6)
	f.Fuzz(func(t *testing.T, s string, limit int) {
		for _, unit := range []chat.Unit{chat.UTF16, chat.Runes, chat.Bytes} {
			got := unit.Cut(s, limit)
			if limit > 0 && unit.Len(got) > limit {
				t.Errorf("%s: %q is longer than %d", unit, got, limit)
			}
			if unit.Len(s) <= limit && got != s {
				t.Errorf("%s: %q became %q though it fits", unit, s, got)
			}
		}
	})
}

func FuzzRender(f *testing.F) {
	f.Add("one two\n\nthree \u2068four\u2069", 12)
	f.Fuzz(func(t *testing.T, s string, limit int) {
		if limit < 8 || strings.Count(s, "\u2068")+strings.Count(s, "\u2067")+strings.Count(s, "\u2066") > 2 {
			return // a limit must leave room for a character and its isolates
		}
		caps := chat.Capabilities{TextUnit: chat.UTF16, TextLimit: limit}
		for _, p := range chat.Render(chat.Message{Document: chat.Document{chat.Text(s)}}, caps, words).Parts {
			if chat.UTF16.Len(p.Text) > limit || p.Text == "" {
				t.Errorf("part %q against a limit of %d", p.Text, limit)
			}
		}
	})
}
