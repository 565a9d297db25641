package discord

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/parleybot/parley/core/chat"
)

// markdown writes laid-out text with Discord's markup. Whatever the text holds
// is shown as it is; only marks become markup. With ring set, mentions are real
// ones and users tells whom they name; otherwise the name stands for itself,
// because a mention inside an embed neither rings nor resolves everywhere.
func markdown(text string, marks []chat.Mark, ring bool) (written string, users []string) {
	s := scribe{ring: ring, fresh: true}
	// Marks count units; what follows counts characters, of which none is cut.
	index := make([]int, 0, len(text)+1) // of the character, by UTF-16 offset
	for _, r := range text {
		for range chat.UTF16.Len(string(r)) {
			index = append(index, len(s.text))
		}
		s.text = append(s.text, r)
	}
	index = append(index, len(s.text))
	spans := make([]chat.Mark, len(marks))
	for i, m := range marks {
		m.Start, m.End = index[min(m.Start, len(index)-1)], index[min(m.End, len(index)-1)]
		spans[i] = m
	}
	s.span(0, len(s.text), spans)
	s.settle(false)
	return s.out.String(), s.users
}

// literal writes a text without marks.
func literal(text string) string {
	written, _ := markdown(text, nil, false)
	return written
}

// scribe writes one text. Bold is opened and closed as late as possible, so
// that neighbours share one pair of asterisks and no line holds an empty one.
type scribe struct {
	text   []rune
	out    strings.Builder
	ring   bool
	users  []string
	bold   bool // what follows is to be bold
	isBold bool // what was written last is bold
	quoted bool
	fresh  bool // nothing visible stands on this line yet
	number bool // nothing but digits does
}

// span writes a stretch whose marks are nested in it, outer ones first.
func (s *scribe) span(from, to int, marks []chat.Mark) {
	for len(marks) > 0 {
		m := marks[0]
		inner := 1
		for inner < len(marks) && marks[inner].Start < m.End {
			inner++
		}
		s.plain(from, m.Start)
		s.marked(m, marks[1:inner])
		from, marks = m.End, marks[inner:]
	}
	s.plain(from, to)
}

// marked writes a stretch as its mark says. What the core may add one day is
// written plainly.
func (s *scribe) marked(m chat.Mark, inner []chat.Mark) {
	switch m.Kind {
	case chat.KindTitle, chat.KindBold:
		before := s.bold
		s.bold = true
		s.span(m.Start, m.End, inner)
		s.bold = before
	case chat.KindQuote:
		s.quote(m, inner)
	case chat.KindLink:
		s.link(m, inner)
	case chat.KindCode:
		s.code(m)
	case chat.KindMention:
		s.mention(m)
	case chat.KindTime:
		s.raw("<t:" + strconv.FormatInt(time.UnixMilli(m.At).Unix(), 10) + ":" + timeStyle(m.Style) + ">")
	default:
		s.span(m.Start, m.End, inner)
	}
}

// timeStyle is how Discord is asked to show an instant.
func timeStyle(style string) string {
	switch style {
	case chat.StyleRelative:
		return "R"
	case chat.StyleDate:
		return "D"
	}
	return "f"
}

// quote writes "> " before each line. Where it begins inside a line, as in a list,
// Discord knows no quote, and the first line goes without.
func (s *scribe) quote(m chat.Mark, inner []chat.Mark) {
	s.settle(false)
	if written := s.out.String(); written == "" || strings.HasSuffix(written, "\n") {
		s.out.WriteString("> ")
	}
	s.quoted = true
	s.span(m.Start, m.End, inner)
	s.settle(false) // a pair of asterisks never reaches out of a quote
	s.quoted = false
}

// mention calls a person, or says their name where that is impossible. Each is
// rung for once.
func (s *scribe) mention(m chat.Mark) {
	if !s.ring || m.User == nil || m.User.Platform != Platform || !snowflake(m.User.ID) {
		s.plain(m.Start, m.End)
		return
	}
	s.raw("<@" + m.User.ID + ">")
	if !slices.Contains(s.users, m.User.ID) {
		s.users = append(s.users, m.User.ID)
	}
}

// plain writes a stretch so that it reads as it stands.
func (s *scribe) plain(from, to int) {
	for i := from; i < to; i++ {
		r := s.text[i]
		if r == '\n' {
			s.newLine()
			continue
		}
		// Neither is seen, so that a line still begins behind it.
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			s.out.WriteRune(r)
			continue
		}
		s.settle(s.bold)
		if s.special(i) {
			s.out.WriteByte('\\')
		}
		s.out.WriteRune(r)
		s.number = (s.fresh || s.number) && r >= '0' && r <= '9'
		s.fresh = false
	}
}

// special reports whether the character could be taken for markup where it
// stands. Discord takes a backslash before any punctuation, so that one too many
// is not seen; one too few would be.
func (s *scribe) special(i int) bool {
	switch s.text[i] {
	case '\\', '*', '_', '~', '`', '|', '<', '[', ']':
		return true
	case '#', '-', '+', '>':
		return s.fresh // headings, lists and quotes begin a line
	case '.':
		return s.number
	case '@', ':': // @everyone, :emoji:, https://
		return i+1 < len(s.text) && !unicode.IsSpace(s.text[i+1])
	case '/': // discord.gg/… is a link without a scheme
		return i > 0 && unicode.IsLetter(s.text[i-1]) && i+1 < len(s.text) && !unicode.IsSpace(s.text[i+1])
	}
	return false
}

// newLine ends bold with its line: across an empty one Discord would show the
// asterisks.
func (s *scribe) newLine() {
	s.settle(false)
	s.out.WriteByte('\n')
	if s.quoted {
		s.out.WriteString("> ")
	}
	s.fresh, s.number = true, false
}

// raw writes markup of ours.
func (s *scribe) raw(markup string) {
	s.settle(s.bold)
	s.out.WriteString(markup)
	s.fresh, s.number = false, false
}

// settle makes what is written next bold, or not.
func (s *scribe) settle(bold bool) {
	if s.isBold == bold {
		return
	}
	s.out.WriteString("**")
	s.isBold = bold
}
