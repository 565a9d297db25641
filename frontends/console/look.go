package console

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/parleybot/parley/core/chat"
)

// look decides how text appears: plain for scripts, with colours for people.
type look struct{ colour bool }

// The escape sequences that a look uses; everything a person or the bot says is
// cleaned of them first.
const (
	escBold  = "\x1b[1m"
	escDim   = "\x1b[2m"
	escCyan  = "\x1b[36m"
	escGreen = "\x1b[32m"
	escOff   = "\x1b[0m"
)

func (l look) paint(esc, text string) string {
	if !l.colour || text == "" {
		return text
	}
	return esc + text + escOff
}

func (l look) head(text string) string { return l.paint(escGreen, text) }
func (l look) dim(text string) string  { return l.paint(escDim, text) }

// button shows "[4 Confirm]"; a button that leads somewhere shows where.
func (l look) button(k key) string {
	words := strconv.Itoa(k.number) + " " + Plain(k.label)
	if k.url != "" {
		words += " ↗ " + Plain(k.url)
	}
	return "[" + l.paint(escBold, words) + "]"
}

// text lays marked text out. Links show where they lead; nothing in the text
// can take hold of the terminal.
func (l look) text(text string, marks []chat.Mark, unit chat.Unit) string {
	var b strings.Builder
	at := 0
	for _, r := range text {
		l.edges(&b, marks, at, text, unit)
		if shown(r) {
			b.WriteRune(r)
		}
		at += unit.Len(string(r))
	}
	l.edges(&b, marks, at, text, unit)
	return b.String()
}

// edges writes what begins or ends at an offset. Whatever ends switches all
// attributes off, so those that go on are switched on again.
func (l look) edges(b *strings.Builder, marks []chat.Mark, at int, text string, unit chat.Unit) {
	ends := false
	for _, m := range marks {
		if m.End != at {
			continue
		}
		ends = true
		if m.Kind == chat.KindLink && m.URL != "" && m.URL != slice(text, m, unit) {
			b.WriteString(" <" + Plain(m.URL) + ">")
		}
	}
	if !l.colour {
		return
	}
	if ends {
		b.WriteString(escOff)
	}
	for _, m := range marks {
		if m.Start == at && m.End > at || ends && m.Start < at && m.End > at {
			b.WriteString(escape(m.Kind))
		}
	}
}

func escape(k chat.Kind) string {
	switch k {
	case chat.KindBold, chat.KindTitle:
		return escBold
	case chat.KindCode, chat.KindLink, chat.KindMention:
		return escCyan
	case chat.KindQuote:
		return escDim
	}
	return ""
}

// slice returns the text under a mark.
func slice(text string, m chat.Mark, unit chat.Unit) string {
	var b strings.Builder
	at := 0
	for _, r := range text {
		if at >= m.Start && at < m.End {
			b.WriteRune(r)
		}
		at += unit.Len(string(r))
	}
	return b.String()
}

// Plain returns a text without what would steer a terminal and without what is
// invisible by nature: as a reader of the screen sees it.
func Plain(text string) string {
	return strings.Map(func(r rune) rune {
		if !shown(r) {
			return -1
		}
		return r
	}, text)
}

// shown reports whether a character may reach the screen. The marks of
// right-to-left text are for platforms that lay it out; a line of a script is
// easier to compare without them.
func shown(r rune) bool {
	bidi := []rune{0x061C, 0x200E, 0x200F, 0x2066, 0x2067, 0x2068, 0x2069}
	return r == '\n' || !unicode.IsControl(r) && !slices.Contains(bidi, r)
}

// visible returns how many columns a line takes; escape sequences take none.
func visible(line string) int {
	n, escaped := 0, false
	for _, r := range line {
		switch {
		case r == '\x1b':
			escaped = true
		case escaped:
			escaped = r != 'm'
		default:
			n++
		}
	}
	return n
}

// foldLine breaks a line between words so that its parts fit a width, where
// no word is longer. Without a width it stays as it is.
func foldLine(line string, width int) []string {
	if width <= 0 || visible(line) <= width {
		return []string{line}
	}
	var parts []string
	part := ""
	for word := range strings.SplitSeq(line, " ") {
		if part != "" && visible(part)+1+visible(word) > width {
			parts = append(parts, part)
			part = word
			continue
		}
		part = strings.TrimPrefix(part+" "+word, " ")
	}
	return append(parts, part)
}
