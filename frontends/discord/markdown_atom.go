package discord

import (
	"net/url"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// link writes a masked link. Discord shows the brackets of one whose words look
// like an address or hold brackets themselves, and such words could even lead
// elsewhere; the address stands beside them then.
func (s *scribe) link(m chat.Mark, inner []chat.Mark) {
	words := strings.Trim(string(s.text[m.Start:m.End]), "\u2066\u2067\u2068\u2069 ")
	target, ok := address(m.URL)
	switch {
	case !ok:
		s.span(m.Start, m.End, inner)
		if words != m.URL {
			s.raw(" (" + literal(m.URL) + ")")
		}
	case words == m.URL: // in angle brackets, no preview is shown below
		s.raw("<" + target + ">")
	case strings.ContainsAny(words, "[]\n") || strings.Contains(words, "://"):
		s.span(m.Start, m.End, inner)
		s.raw(" (<" + target + ">)")
	default:
		s.raw("[")
		outside := s.isBold
		s.span(m.Start, m.End, inner)
		s.settle(outside)
		s.out.WriteString("](<" + target + ">)")
	}
}

// address returns a web address in a form that nothing in it can end early.
func address(raw string) (string, bool) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return "", false
	}
	return strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20", "\\", "%5C").Replace(u.String()), true
}

// code writes fixed width. Discord knows no escapes inside it, so a text whose
// own backticks would end it is written as plain words.
func (s *scribe) code(m chat.Mark) {
	text := string(s.text[m.Start:m.End])
	lines := strings.Contains(text, "\n")
	switch {
	case lines && !strings.Contains(text, "```"):
		s.settle(false)
		if s.quoted {
			text = strings.ReplaceAll(text, "\n", "\n> ")
			s.out.WriteString("```\n> " + text + "\n> ```")
		} else {
			s.out.WriteString("```\n" + text + "\n```")
		}
		s.fresh = false
	case lines || strings.Contains(text, "``"):
		s.plain(m.Start, m.End)
	default:
		s.inline(text)
	}
}

// inline writes code within a line. Two backticks around hold single ones inside;
// a space keeps those at the ends apart, and Discord does not show it.
func (s *scribe) inline(text string) {
	const apart = "\u200b" // two codes side by side would share their backticks
	s.settle(s.bold)
	if strings.HasSuffix(s.out.String(), "`") {
		s.out.WriteString(apart)
	}
	fence := "`"
	if strings.Contains(text, "`") {
		fence = "``"
	}
	pad := ""
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		pad = " "
	}
	s.raw(fence + pad + text + pad + fence)
}
