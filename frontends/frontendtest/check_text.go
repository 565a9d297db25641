package frontendtest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func longText(t *testing.T, open func(*testing.T) Platform) {
	b := begin(t, open)
	caps := b.f.Capabilities(b.cast.AnnDirect)
	for name, times := range map[string]int{"pages": 2, "file": 2 * (caps.Parts + 1)} {
		var words []string
		for n := 0; n < caps.TextLimit*times/8; n++ {
			words = append(words, fmt.Sprintf("%s%04d", name[:2], n))
		}
		b.answers(chat.OnlyCaller, say(strings.Join(words, " ")))
		b.must(b.p.Type(b.cast.Ann.Ref, b.cast.AnnDirect, "/ping"))
		last := words[len(words)-1]
		b.sees(b.cast.Ann, name+": its last word", func(s Seen) bool { return strings.Contains(all(s), last) })
		var read strings.Builder
		for _, s := range b.p.Seen(b.cast.Ann.Ref) {
			if n := caps.TextUnit.Len(s.Text); n > caps.TextLimit {
				t.Errorf("%s: a message of %d, the limit is %d", name, n, caps.TextLimit)
			}
			read.WriteString(all(s) + " ")
		}
		for _, w := range words {
			if !strings.Contains(read.String(), w) {
				t.Fatalf("%s: the word %s is lost", name, w)
			}
		}
	}
}

// all is everything that a message says, its text files included.
func all(s Seen) string {
	text := s.Text
	for _, f := range s.Files {
		text += " " + string(f.Data)
	}
	return text
}

func hostile(t *testing.T, open func(*testing.T) Platform) {
	b := begin(t, open)
	for i, text := range []string{
		"**bold** __under__ ~~gone~~ `code` ||spoiler||",
		"*b* _i_ [x](https://evil.example) \\*",
		"<b>b</b> &amp; <@1> <@&2> <#3> </ping:4> <t:0:R>",
		"@everyone @here",
		"> quote\n# title\n- item\n```\nblock\n```",
	} {
		mark := fmt.Sprintf("no%d", i)
		b.answers(chat.Public, chat.Message{Document: chat.Document{
			chat.Paragraph(chat.Text(mark+" "), chat.Said(text)), chat.Paragraph(chat.Text(mark + "end")),
		}})
		b.must(b.p.Type(b.cast.Ann.Ref, b.cast.Group.Ref, "/ping"))
		s := b.seesText(b.cast.Ben, mark+"end")
		if !strings.Contains(s.Text, text) {
			t.Errorf("%q shows as %q", text, s.Text)
		}
		if s.Alarm {
			t.Errorf("%q rang for everybody", text)
		}
	}
}

func files(t *testing.T, open func(*testing.T) Platform) {
	b := begin(t, open)
	if b.f.Capabilities(b.cast.AnnDirect).Files == chat.Absent {
		return // then their names are listed, which chat.Render sees to
	}
	want := chat.File{Name: "receipt.json", Media: "application/json", Data: []byte(`{"a":1}`)}
	m := say("here it is")
	m.Files = []chat.File{want}
	b.answers(chat.OnlyCaller, m)
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.AnnDirect, "/ping"))
	b.sees(b.cast.Ann, "the file", func(s Seen) bool { return holds(s, want) })
	want.Data = []byte(`{"b":2}`)
	m.Files = []chat.File{want}
	_, err := b.f.Send(b.ctx, chat.Delivery{ID: "file", User: b.cast.Ann.Ref, Message: m})
	b.must(err)
	b.sees(b.cast.Ann, "the sent file", func(s Seen) bool { return holds(s, want) })
}

func holds(s Seen, want chat.File) bool {
	return len(s.Files) == 1 && s.Files[0].Name == want.Name && bytes.Equal(s.Files[0].Data, want.Data)
}
