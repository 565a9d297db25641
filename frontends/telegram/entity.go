package telegram

import (
	"slices"
	"unicode/utf16"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
)

// entitiesOf turns marks into entities. Where there are more than a message
// takes, the looks go first and what can be pressed or copied last.
func entitiesOf(text string, marks []chat.Mark) []models.MessageEntity {
	kept := make([]models.MessageEntity, 0, len(marks))
	for _, m := range marks {
		if e, ok := entityOf(text, m); ok {
			kept = append(kept, e)
		}
	}
	if len(kept) <= entityLimit {
		return kept
	}
	byWeight := slices.Clone(kept)
	slices.SortStableFunc(byWeight, func(a, b models.MessageEntity) int { return weight(b.Type) - weight(a.Type) })
	byWeight = byWeight[:entityLimit]
	return slices.DeleteFunc(kept, func(e models.MessageEntity) bool { return !slices.Contains(byWeight, e) })
}

// entityOf returns the entity of a mark, or false where Telegram has none: a
// mention of somebody elsewhere, a link without address.
func entityOf(text string, m chat.Mark) (models.MessageEntity, bool) {
	e := models.MessageEntity{Offset: m.Start, Length: m.End - m.Start}
	switch m.Kind {
	case chat.KindBold, chat.KindTitle:
		e.Type = models.MessageEntityTypeBold
	case chat.KindCode:
		e.Type = models.MessageEntityTypeCode
	case chat.KindQuote:
		e.Type = models.MessageEntityTypeBlockquote
	case chat.KindLink:
		e.Type, e.URL = models.MessageEntityTypeTextLink, m.URL
		return e, m.URL != ""
	case chat.KindTime:
		e.Type, e.UnixTime, e.DateTimeFormat = models.MessageEntityTypeDateTime, int(m.At/1000), timeFormat(m.Style)
		return e, e.UnixTime > 0
	case chat.KindMention:
		return mention(text, e, m.User)
	default:
		return e, false
	}
	return e, true
}

// mention names the person by number: an @name may be somebody else's by now.
func mention(text string, e models.MessageEntity, who *chat.UserRef) (models.MessageEntity, bool) {
	if who == nil {
		return e, false
	}
	id, ours := userID(*who)
	// A user has a first name in the specification; Telegram reads the number.
	e.Type, e.User = models.MessageEntityTypeTextMention, &models.User{ID: id, FirstName: units(text, e.Offset, e.Length)}
	return e, ours
}

// timeFormat says how a client shows an instant in its own zone: day and time to
// the minute, the day alone, or the distance from now. The letters are those of
// the Bot API's date_time entity (9.5).
func timeFormat(style string) string {
	switch style {
	case chat.StyleDate:
		return "D"
	case chat.StyleRelative:
		return "r"
	}
	return "Dt"
}

// weight orders entities by what is lost without them.
func weight(t models.MessageEntityType) int {
	order := []models.MessageEntityType{
		models.MessageEntityTypeBlockquote, models.MessageEntityTypeBold, models.MessageEntityTypeDateTime,
		models.MessageEntityTypeCode, models.MessageEntityTypeTextLink, models.MessageEntityTypeTextMention,
	}
	return slices.Index(order, t)
}

// units returns the part of a text that begins at a UTF-16 offset.
func units(text string, offset, length int) string {
	all := utf16.Encode([]rune(text))
	end := min(offset+length, len(all))
	return string(utf16.Decode(all[min(offset, end):end]))
}
