package frontendtest

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func publicAnswer(t *testing.T, open func(*testing.T) Platform) {
	b := begin(t, open)
	b.answers(chat.Public, say("hello all"))
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.Group.Ref, "/ping"))
	if s := b.seesText(b.cast.Ben, "hello all"); !s.Group {
		t.Errorf("Ben sees it elsewhere: %+v", s)
	}
	b.seesText(b.cast.Ann, "hello all")
}

func callerAnswer(t *testing.T, open func(*testing.T) Platform) {
	b := begin(t, open)
	b.answers(chat.OnlyCaller, say(secret))
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.Group.Ref, "/ping"))
	s := b.seesText(b.cast.Ann, secret)
	native := b.f.Capabilities(b.cast.Group.Ref).OnlyCaller == chat.Native
	if s.Group != native {
		t.Errorf("OnlyCaller native: %v; Ann sees %+v", native, s)
	}
	b.neverSaw(b.cast.Ben)
}

func directAnswer(t *testing.T, open func(*testing.T) Platform) {
	b := begin(t, open)
	b.answers(chat.Direct, say(secret))
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.Group.Ref, "/ping"))
	if s := b.seesText(b.cast.Ann, secret); s.Group {
		t.Errorf("a direct answer stands in the group: %+v", s)
	}
	// A command that seems to do nothing is typed again: something must show.
	b.sees(b.cast.Ann, "a note in the group", func(s Seen) bool { return s.Group })
	b.neverSaw(b.cast.Ben)
}

func unreachableCaller(t *testing.T, open func(*testing.T) Platform) {
	for _, audience := range []chat.Audience{chat.OnlyCaller, chat.Direct} {
		b := begin(t, open)
		b.must(b.p.Close(b.cast.Ann.Ref))
		b.answers(audience, say(secret))
		b.must(b.p.Type(b.cast.Ann.Ref, b.cast.Group.Ref, "/ping"))
		b.sees(b.cast.Ann, "the answer or a way to it", func(s Seen) bool {
			return s.Group && (strings.Contains(s.Text, secret) || len(s.Buttons) > 0)
		})
		b.neverSaw(b.cast.Ben)
	}
}

func locales(t *testing.T, open func(*testing.T) Platform) {
	b := begin(t, open)
	b.answers(chat.Direct, say(secret))
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.Group.Ref, "/ping"))
	note := b.sees(b.cast.Ann, "a note in the group", func(s Seen) bool { return s.Group })
	if !strings.Contains(note.Text, "ar|core.") {
		t.Errorf("the note is not in the language of the reply: %+v", note)
	}
	b.seesText(b.cast.Ann, secret)
	for _, s := range b.p.Seen(b.cast.Ann.Ref) {
		if strings.Contains(s.Text+strings.Join(s.Buttons, " "), "en|core.") {
			t.Errorf("words in another language than the reader's: %+v", s)
		}
	}
}
