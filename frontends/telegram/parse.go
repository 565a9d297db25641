package telegram

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
)

// line is what somebody wrote: a text, or the caption of a file. Telegram counts
// the places of its entities in UTF-16 units.
type line struct {
	text     string
	entities []models.MessageEntity
}

func lineOf(m *models.Message) line {
	if m.Text != "" {
		return line{m.Text, m.Entities}
	}
	return line{m.Caption, m.CaptionEntities}
}

// command is a line that begins with "/": its words without the slash, and the
// bot it names, in lower case, or "".
type command struct {
	words []chat.Value
	bot   string
}

// command reads a line as a command. Telegram itself says what a command is, by
// an entity at the beginning; a path or a date that begins with "/" has none.
func (l line) command() (command, bool) {
	text := strings.TrimLeftFunc(l.text, unicode.IsSpace)
	begin := chat.UTF16.Len(l.text[:len(l.text)-len(text)])
	marked := false
	for _, e := range l.entities {
		marked = marked || e.Type == models.MessageEntityTypeBotCommand && e.Offset == begin && e.Length > 1
	}
	if !marked || !strings.HasPrefix(text, "/") {
		return command{}, false
	}
	first, _, _ := strings.Cut(text, "\n")
	if end := strings.IndexFunc(first, unicode.IsSpace); end >= 0 {
		first = first[:end]
	}
	name, bot, _ := strings.Cut(first[1:], "@")
	rest := line{text[len(first):], shifted(l.entities, begin+chat.UTF16.Len(first))}
	words := append([]chat.Value{{Text: name}}, rest.words()...)
	return command{words: words, bot: strings.ToLower(bot)}, true
}

// shifted returns the entities of what follows the first n units.
func shifted(entities []models.MessageEntity, n int) []models.MessageEntity {
	var rest []models.MessageEntity
	for _, e := range entities {
		if e.Offset >= n {
			e.Offset -= n
			rest = append(rest, e)
		}
	}
	return rest
}

// words splits a line at white space. A mention by number is one word, however
// many its name has; an @name stays as typed, for Telegram does not tell whose
// it is and names change hands.
func (l line) words() []chat.Value {
	var words []chat.Value
	begin, offset := 0, 0
	flush := func(end int) {
		if begin < end {
			words = append(words, chat.Value{Text: l.text[begin:end]})
		}
		begin = end
	}
	for i := 0; i < len(l.text); {
		if user, length := l.mention(offset); user != nil {
			flush(i)
			end := i + prefix(l.text[i:], length)
			words = append(words, chat.Value{Text: l.text[i:end], User: user})
			offset += chat.UTF16.Len(l.text[i:end])
			i, begin = end, end
			continue
		}
		r, size := utf8.DecodeRuneInString(l.text[i:])
		if unicode.IsSpace(r) {
			flush(i)
			begin = i + size
		}
		offset += chat.UTF16.Len(l.text[i : i+size])
		i += size
	}
	flush(len(l.text))
	return words
}

// mention returns who is mentioned by number at an offset, and how long that is.
func (l line) mention(offset int) (*chat.User, int) {
	for _, e := range l.entities {
		if e.Type == models.MessageEntityTypeTextMention && e.Offset == offset && e.Length > 0 && e.User != nil {
			user := userOf(e.User)
			return &user, e.Length
		}
	}
	return nil, 0
}

// prefix returns how many bytes of s the first n UTF-16 units take.
func prefix(s string, n int) int {
	for i, r := range s {
		if n <= 0 {
			return i
		}
		n -= chat.UTF16.Len(string(r))
	}
	return len(s)
}

// value is a line that is one answer: its words, and the person if it is a
// mention and nothing else.
func (l line) value() chat.Value {
	v := chat.Value{Text: l.text}
	if words := l.words(); len(words) == 1 {
		v.User = words[0].User
	}
	return v
}

func userOf(u *models.User) chat.User {
	return chat.User{
		Ref: userRef(u.ID), Name: strings.TrimSpace(u.FirstName + " " + u.LastName),
		Handle: u.Username, Locale: u.LanguageCode, Bot: u.IsBot,
	}
}
