package telegram

import (
	"strings"
	"unicode"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
)

// Marks that keep the direction of what is between them from turning round what
// is beside it (UAX #9).
const (
	isolate    = "\u2068"
	isolateEnd = "\u2069"
)

// nameLimit is as long as Telegram lets a first name be, in UTF-16 units.
const nameLimit = 64

// shownName returns what a person is called, fit for a line of ours: whoever
// chooses a name with line breaks or marks of direction in it must not write the
// rest of the line.
func shownName(u chat.User) string {
	kept := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\ufeff':
			return -1
		}
		return r
	}, calling(u))
	name := chat.UTF16.Cut(strings.Join(strings.Fields(kept), " "), nameLimit)
	if name == "" {
		name = u.Ref.ID
	}
	return isolate + name + isolateEnd
}

// addressedTo begins a line with the name of whom it is for. The name is a
// mention by number, so that one like "@everybody" rings for nobody else.
func addressedTo(u chat.User, words string) sheet {
	name := shownName(u)
	s := sheet{text: name + ": " + words}
	bare := strings.TrimSuffix(strings.TrimPrefix(name, isolate), isolateEnd)
	if id, known := userID(u.Ref); known {
		s.entities = []models.MessageEntity{{
			Type: models.MessageEntityTypeTextMention, Offset: chat.UTF16.Len(isolate), Length: chat.UTF16.Len(bare),
			User: &models.User{ID: id, FirstName: bare},
		}}
	}
	return s
}
