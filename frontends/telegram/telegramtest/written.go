package telegramtest

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// written is a line as somebody's app sends it: commands and names marked, and
// "@Name" of a member without a handle turned into a mention of the account.
func (s *Server) written(r *room, line string) (string, []entity) {
	if !strings.ContainsAny(line, "/@") {
		return line, nil
	}
	var text strings.Builder
	var all []entity
	at, before := 0, ' '
	for line != "" {
		e, said, used := piece(r, line, before)
		if used == 0 {
			letter, size := utf8.DecodeRuneInString(line)
			said, used, before = line[:size], size, letter
		}
		if e.Type != "" {
			e.Offset, e.Length, before = at, units(said), 'x'
			all = append(all, e)
		}
		text.WriteString(said)
		at += units(said)
		line = line[used:]
	}
	return text.String(), all
}

// piece finds an entity at the start of rest: what is said there and how many
// bytes of the line it took.
func piece(r *room, rest string, before rune) (e entity, said string, used int) {
	if word(before) || before == '/' || before == '@' {
		return entity{}, "", 0
	}
	switch rest[0] {
	case '/':
		n := commandLength(rest)
		if n > 0 {
			return entity{Type: "bot_command"}, rest[:n], n
		}
	case '@':
		for _, m := range r.members {
			name := fullName(m.who.user)
			if m.who.user.Username == "" && len(rest) > len(name) && strings.EqualFold(rest[1:1+len(name)], name) {
				return entity{Type: "text_mention", User: m.who.user}, name, 1 + len(name)
			}
		}
		if n := span(rest[1:], longestName); n >= shortestName {
			return entity{Type: "mention"}, rest[:1+n], 1 + n
		}
	}
	return entity{}, "", 0
}

// Lengths of commands and of @names that the platform recognises in a text.
const (
	longestName  = 32
	shortestName = 2
)

// commandLength is how much of a text's start is a command, "@bot" included.
func commandLength(text string) int {
	n := 1 + span(text[1:], longestName)
	if n == 1 || n < len(text) && text[n] == '/' {
		return 0
	}
	if n < len(text) && text[n] == '@' {
		if name := span(text[n+1:], longestName); name >= shortestName {
			n += 1 + name
		}
	}
	return n
}

// span counts the letters of a name at the start of a text; a name that is too
// long is none.
func span(text string, longest int) int {
	n := strings.IndexFunc(text, func(r rune) bool {
		return r > unicode.MaxASCII || r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	if n < 0 {
		n = len(text)
	}
	if n > longest {
		return 0
	}
	return n
}

// word tells whether a letter glues what follows to the word before it: a name
// in an e-mail address is none.
func word(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

func fullName(u *user) string { return strings.TrimSpace(u.FirstName + " " + u.LastName) }

// slice16 is the part of a text that an entity covers.
func slice16(text string, e entity) string {
	coded := utf16.Encode([]rune(text))
	if e.Offset < 0 || e.Offset+e.Length > len(coded) {
		return ""
	}
	return string(utf16.Decode(coded[e.Offset : e.Offset+e.Length]))
}

func mentionedName(text string, e entity) string { return strings.TrimPrefix(slice16(text, e), "@") }
