package telegram

import (
	"slices"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
)

// sheet is one message as Telegram takes it. Looks travel as entities: no markup
// is parsed, so that nothing a person wrote can become any.
type sheet struct {
	text     string
	entities []models.MessageEntity
	keyboard *models.InlineKeyboardMarkup // nil: no buttons
	numbered []string                     // tokens of the choices that are answered by number
}

// letter is a message ready to go: its parts in order, then its files.
type letter struct {
	sheets []sheet
	files  []chat.File
}

// present lays a message out for a place. A file that comes alone needs no text
// beside it.
func (f *Frontend) present(at place, m chat.Message, locale string) letter {
	rendered := chat.Render(m, f.Capabilities(at.ref()), f.catalog().Words(locale))
	out := letter{files: rendered.Files}
	if len(m.Document)+len(m.Rows) == 0 && len(rendered.Files) > 0 {
		return out
	}
	for _, p := range rendered.Parts {
		s := sheet{text: p.Text, entities: entitiesOf(p.Text, p.Marks), keyboard: keyboardOf(p.Rows)}
		for _, b := range p.Numbered {
			s.numbered = append(s.numbered, b.Token)
		}
		out.sheets = append(out.sheets, s)
	}
	return out
}

// shows reports whether a message shows this already: an edit that changes
// nothing is refused, and costs a call of the few that a group is allowed.
func (s sheet) shows(m *models.Message) bool {
	if m == nil || m.Text != s.text || !sameKeyboard(m.ReplyMarkup, s.keyboard) {
		return false
	}
	// Telegram adds entities of its own for what it finds in a text.
	ours := slices.DeleteFunc(slices.Clone(m.Entities), func(e models.MessageEntity) bool { return weight(e.Type) < 0 })
	return slices.EqualFunc(ours, s.entities, func(a, b models.MessageEntity) bool {
		return a.Type == b.Type && a.Offset == b.Offset && a.Length == b.Length && a.URL == b.URL &&
			a.UnixTime == b.UnixTime && (a.User == nil) == (b.User == nil) && (a.User == nil || a.User.ID == b.User.ID)
	})
}
