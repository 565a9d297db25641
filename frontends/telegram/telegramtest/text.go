package telegramtest

import (
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// units is a text's length as Telegram counts it.
func units(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// text reads and judges a text of the bot's with its entities. Markdown is not
// read, only noted: a bot that sends it is wrong already.
func (s *Server) text(c *call, field, entities string, limit int) (string, []entity, error) {
	text := c.params[field]
	if !utf8.ValidString(text) {
		return "", nil, bad("strings must be encoded in UTF-8")
	}
	var all []entity
	if _, err := c.object(entities, &all); err != nil {
		return "", nil, err
	}
	switch mode := c.params["parse_mode"]; {
	case strings.HasPrefix(strings.ToLower(mode), "markdown"):
		s.broke(19, "%s: parse_mode %s", c.method, mode)
	case strings.EqualFold(mode, "html"):
		plain, parsed, err := parseHTML(text)
		if err != nil {
			return "", nil, err
		}
		text, all = plain, parsed
	case mode != "":
		return "", nil, bad("unsupported parse_mode")
	}
	if units(text) > limit {
		if field == "caption" {
			return "", nil, bad("message caption is too long")
		}
		return "", nil, bad("message is too long")
	}
	if strings.Contains(text, "?start=") {
		s.linksIn(c, text)
	}
	return text, s.entities(c, text, all), nil
}

// linksIn judges start links that stand in a text as they are.
func (s *Server) linksIn(c *call, text string) {
	for _, word := range strings.Fields(text) {
		if strings.Contains(word, "?start=") {
			s.checkLink(c, strings.TrimRight(word, ".,;:!)"))
		}
	}
}

// entities keeps those that the real server keeps, and notes the others.
func (s *Server) entities(c *call, text string, all []entity) []entity {
	if len(all) > maxEntities {
		s.broke(1, "%s: %d entities", c.method, len(all))
		all = all[:maxEntities]
	}
	if len(all) == 0 {
		return nil
	}
	coded := utf16.Encode([]rune(text))
	kept := make([]entity, 0, len(all))
	for _, e := range all {
		switch {
		case e.Offset < 0 || e.Length <= 0 || e.Offset+e.Length > len(coded):
			s.broke(2, "%s: an entity %d+%d in a text of %d", c.method, e.Offset, e.Length, len(coded))
			continue
		case inside(coded, e.Offset) || inside(coded, e.Offset+e.Length):
			s.broke(2, "%s: an entity %d+%d cuts a character in two", c.method, e.Offset, e.Length)
			continue
		case slices.ContainsFunc(kept, func(o entity) bool { return crosses(o, e) }):
			s.broke(2, "%s: an entity %d+%d overlaps another one by half", c.method, e.Offset, e.Length)
			continue
		}
		if e.Type == "text_mention" && !s.known(&e) {
			continue
		}
		if e.URL != "" {
			s.checkLink(c, e.URL)
		}
		kept = append(kept, e)
	}
	return kept
}

// known completes the user of a text_mention; the real server drops a mention
// of somebody it cannot see.
func (s *Server) known(e *entity) bool {
	if e.User == nil || s.people[e.User.ID] == nil {
		return false
	}
	e.User = s.people[e.User.ID].user
	return true
}

// inside tells whether a position is between the halves of a character.
func inside(coded []uint16, at int) bool {
	return at > 0 && at < len(coded) && utf16.IsSurrogate(rune(coded[at-1])) && coded[at-1] < 0xDC00
}

// crosses tells whether two entities overlap without one holding the other.
func crosses(a, b entity) bool {
	if a.Offset > b.Offset {
		a, b = b, a
	}
	endA, endB := a.Offset+a.Length, b.Offset+b.Length
	return b.Offset < endA && endA < endB && a.Offset != b.Offset
}
