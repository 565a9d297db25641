package discordtest

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// reading is what a person reads of a text, and whom it visibly names.
type reading struct {
	text  string
	named []string // ids of people
}

// read resolves Discord's markdown as its clients do. It is honest: markup that
// somebody else's words bring in takes effect, so that a bot which forgot to
// escape them is found out.
func (s *Server) read(text string) reading {
	r := &reader{s: s}
	return reading{r.run(text, true), r.named}
}

type reader struct {
	s     *Server
	named []string
}

// run reads a text; fresh says that it begins a line, where quotes, headings
// and lists may stand.
func (r *reader) run(text string, fresh bool) string {
	var out strings.Builder
	for i := 0; i < len(text); {
		if fresh {
			n, shown, more := block(text[i:])
			out.WriteString(shown)
			i += n
			if fresh = more; n > 0 {
				continue
			}
		}
		if n, shown, is := r.inline(text, i); is {
			out.WriteString(shown)
			i += n
			continue
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		fresh = text[i] == '\n'
		out.WriteString(text[i : i+size])
		i += size
	}
	return out.String()
}

// block reads what stands at the beginning of a line: how long it is, what
// shows of it, and whether another block may follow on the same line.
func block(text string) (n int, shown string, more bool) {
	rest := strings.TrimLeft(text, " ")
	indent := len(text) - len(rest)
	for _, quote := range []string{">>> ", "> "} {
		if strings.HasPrefix(rest, quote) {
			return indent + len(quote), "", true
		}
	}
	for _, head := range []string{"# ", "## ", "### ", "-# "} {
		if strings.HasPrefix(rest, head) && strings.TrimSpace(line(rest[len(head):])) != "" {
			return indent + len(head), "", false
		}
	}
	if strings.HasPrefix(rest, "- ") || strings.HasPrefix(rest, "* ") {
		return indent + 2, text[:indent] + "• ", false
	}
	return 0, "", false
}

func line(text string) string {
	first, _, _ := strings.Cut(text, "\n")
	return first
}

// pairs are the marks that enclose; longer ones come first.
var pairs = [...]string{"**", "__", "~~", "||", "*", "_"}

// inline reads one piece of markup at i, if there is one.
func (r *reader) inline(text string, i int) (n int, shown string, is bool) {
	rest := text[i:]
	switch rest[0] {
	case '\\':
		return escaped(rest)
	case '`':
		return code(rest)
	case '<':
		return r.angle(rest)
	case '[':
		return r.link(rest)
	case ':':
		return shortcode(rest)
	case 'h':
		return address(text, i)
	}
	for _, mark := range pairs {
		if strings.HasPrefix(rest, mark) {
			if n, shown, is = r.enclosed(text, i, mark); is {
				return n, shown, true
			}
		}
	}
	return 0, "", false
}

// escaped is a backslash that takes the meaning of the sign after it.
func escaped(rest string) (int, string, bool) {
	c, size := utf8.DecodeRuneInString(rest[1:])
	if size == 0 || unicode.IsSpace(c) || c < utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsDigit(c)) {
		return 0, "", false
	}
	return 1 + size, rest[1 : 1+size], true
}

func (r *reader) enclosed(text string, i int, mark string) (int, string, bool) {
	inside := text[i+len(mark):]
	end := closing(inside, mark)
	if end <= 0 {
		return 0, "", false
	}
	words := inside[:end]
	after, _ := utf8.DecodeRuneInString(inside[end+len(mark):])
	switch mark {
	case "_":
		// Inside a word it is part of the word: snake_case.
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		if wordy(before) || wordy(after) {
			return 0, "", false
		}
	case "*":
		if unicode.IsSpace(rune(words[0])) || unicode.IsSpace(rune(words[len(words)-1])) {
			return 0, "", false
		}
	}
	return 2*len(mark) + end, r.run(words, false), true
}

func wordy(c rune) bool {
	return c != utf8.RuneError && (unicode.IsLetter(c) || unicode.IsDigit(c))
}

// closing finds where a mark ends what it began, past escapes and code; -1 if
// nowhere. Two stars that a third one follows do not close.
func closing(text, mark string) int {
	for i := 0; i < len(text); {
		switch {
		case text[i] == '\\':
			i += 2
		case text[i] == '`':
			n, _, is := code(text[i:])
			if !is {
				n = 1
			}
			i += n
		case strings.HasPrefix(text[i:], mark):
			run := len(text[i:]) - len(strings.TrimLeft(text[i:], mark[:1]))
			if len(mark) == 1 && run == 2 {
				i += 2
				continue
			}
			if i > 0 {
				return i + max(run-len(mark), 0)
			}
			i += run
		default:
			i++
		}
	}
	return -1
}

func (r *reader) name(id string) {
	if !slices.Contains(r.named, id) {
		r.named = append(r.named, id)
	}
}
