package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console"
	"github.com/parleybot/parley/frontends/console/pretend"
)

// What people call themselves and write is shown as they wrote it, on both
// platforms: never as markup, as a mention or a link, and never turning round
// what stands after it.
func TestHostileWords(t *testing.T) {
	t.Parallel()
	for _, words := range []string{
		"**bold** _it_ `code` ||spoiler|| ~~gone~~", "@everyone @here <@1> <@&2> <#3>", "<b>bold</b> &amp; <a href='https://x.example'>x</a>",
		"[click](https://x.example) https://x.example tg://user?id=1", "{name} {0} %s $1 \\n", "# title\\> quote",
	} {
		t.Run(words, func(t *testing.T) {
			t.Parallel()
			s := openTheatre(t)
			s.speak(words, words)
			shown := s.shown(t, words)
			for _, platform := range []chat.Platform{pretend.Discord, pretend.Telegram} {
				if !slices.Contains(shown, platform) {
					t.Errorf("nobody on %s was shown the words as they were written", platform)
				}
			}
		})
	}
}

// Characters that steer the text after them do not get through, and a name that
// goes on in a new line cannot add a line to a card.
func TestSteeringCharacters(t *testing.T) {
	t.Parallel()
	s := openTheatre(t)
	s.speak("evil\u202Etxt\u2066 \u200F\u0007gone", "evil\u202Etxt\u2066")
	for _, e := range s.world.Entries(0, chat.UserRef{}) {
		if e.Kind == pretend.Typed {
			continue
		}
		if text := allText(e); strings.ContainsAny(text, "\u202E\u200F\u0007") {
			t.Errorf("a steering character reached %v:\n%q", e.Readers, text)
		}
		if opened, closed := strings.Count(allText(e), "\u2068")+strings.Count(allText(e), "\u2066"), strings.Count(allText(e), "\u2069"); opened != closed {
			t.Errorf("%d isolates are opened and %d closed in:\n%q", opened, closed, allText(e))
		}
	}
}

func TestNamesStayInTheirLine(t *testing.T) {
	t.Parallel()
	s := openTheatre(t)
	s.speak("Ann\nStatus: ✅ completed · completed", "ann")
	for _, e := range s.world.Entries(0, chat.UserRef{}) {
		if e.Kind == pretend.Typed {
			continue
		}
		for line := range strings.SplitSeq(console.Plain(allText(e)), "\n") {
			if strings.HasPrefix(line, "Status: ✅") {
				t.Fatalf("a name has added a line to a card:\n%s", allText(e))
			}
		}
	}
}

// speak has Alice, on one platform, and Bob, on the other, use the words wherever
// words can be used: as names, a reason and a note, and the username as theirs.
func (s *theatre) speak(words, username string) {
	s.t.Helper()
	for _, id := range []string{"alice", "bob"} {
		p, _ := s.world.Find(id)
		s.must(s.world.Rename(p.Ref, words, ""))
	}
	s.do("bob", func(p pretend.Person) error { return s.world.Start(p.Ref, "") })
	s.says("bob", "/deal start sandbox-d:alice", "TikTok", username, username, "gifting", "5 USD", "2026-12-01", "Create and confirm")
	handle := handlePattern.FindStringSubmatch(s.newest("bob").Text)[1]
	s.says("alice", "/deal cancel "+handle+" "+words, "/deal note "+handle+" "+words)
	s.says("bob", "/deal note "+handle+" "+words, "/deal view "+handle, "/deal view "+handle+" yes", "/deal list", words)
	s.says("alice", "/deal view "+handle, "/"+words)
}

// says has somebody write lines to the bot, one after the other.
func (s *theatre) says(id string, lines ...string) {
	s.t.Helper()
	for _, line := range lines {
		s.do(id, func(p pretend.Person) error { return s.world.Type(p.Ref, pretend.DirectRef(p.Ref), line) })
	}
}

func (s *theatre) do(id string, act func(p pretend.Person) error) {
	s.t.Helper()
	p, _ := s.world.Find(id)
	s.must(act(p))
	s.must(s.settle(s.t.Context()))
}

func (s *theatre) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *theatre) newest(id string) pretend.Message {
	p, _ := s.world.Find(id)
	m, _ := s.world.NewestMessage(p.Ref, pretend.DirectRef(p.Ref))
	return m
}

// shown returns the platforms on which the words were shown as they are, and
// fails for any mark on them that gives them a meaning.
func (s *theatre) shown(t *testing.T, words string) (on []chat.Platform) {
	t.Helper()
	for _, e := range s.world.Entries(0, chat.UserRef{}) {
		if e.Kind == pretend.Typed {
			continue
		}
		platform := e.Place.Ref.Platform
		if strings.Contains(allText(e), words) {
			on = append(on, platform)
		}
		harmless(t, e.Message.Text, e.Message.Marks, words)
		for _, f := range e.Message.Fields {
			harmless(t, f.Value, f.Marks, words)
		}
	}
	return on
}

// harmless fails where a mention or a link is made of somebody's words.
func harmless(t *testing.T, text string, marks []chat.Mark, words string) {
	t.Helper()
	for _, m := range marks {
		marked := cut(text, m.Start, m.End)
		made := m.Kind == chat.KindMention || m.Kind == chat.KindLink
		if made && strings.Contains(words, strings.Trim(marked, "\u2068\u2069")) {
			t.Errorf("%q became a %v", marked, m.Kind)
		}
		if m.Kind == chat.KindCode && strings.Contains(words, marked) {
			t.Errorf("%q became code", marked)
		}
	}
}

// cut is a stretch of text in UTF-16 units, in which both platforms count.
func cut(text string, start, end int) string {
	var b strings.Builder
	at := 0
	for _, r := range text {
		if at >= start && at < end {
			b.WriteRune(r)
		}
		at += chat.UTF16.Len(string(r))
	}
	return b.String()
}

// allText is all that can be read of an entry, buttons included.
func allText(e pretend.Entry) string {
	parts := []string{e.Message.Text}
	for _, f := range e.Message.Fields {
		parts = append(parts, f.Name+": "+f.Value)
	}
	for _, b := range e.Message.Buttons() {
		parts = append(parts, b.Label)
	}
	return strings.Join(parts, "\n")
}
