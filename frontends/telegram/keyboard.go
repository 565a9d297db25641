package telegram

import (
	"slices"
	"strings"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
)

// keyboardOf lays buttons out below a message, or returns nil where there are
// none. A button that Telegram would refuse is left out: one bad button must
// not cost the whole message.
func keyboardOf(rows []chat.Row) *models.InlineKeyboardMarkup {
	var lines [][]models.InlineKeyboardButton
	for _, row := range rows {
		var line []models.InlineKeyboardButton
		for _, b := range row.Buttons {
			if button, ok := buttonOf(b); ok {
				line = append(line, button)
			}
		}
		if len(line) > 0 {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return &models.InlineKeyboardMarkup{InlineKeyboard: lines}
}

func buttonOf(b chat.Button) (models.InlineKeyboardButton, bool) {
	button := models.InlineKeyboardButton{Text: chat.Line(b.Label), URL: b.URL}
	switch b.Style {
	case chat.StylePrimary, chat.StyleDanger:
		button.Style = string(b.Style) // the words are the same
	case chat.StyleSecondary:
	}
	if b.URL != "" {
		return button, button.Text != "" && opens(b.URL)
	}
	button.CallbackData = b.Token
	return button, button.Text != "" && b.Token != "" && len(b.Token) <= tokenBytes
}

func opens(url string) bool {
	return strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") || strings.HasPrefix(url, "tg://")
}

// sameKeyboard compares what can be pressed; Telegram fills in the rest.
func sameKeyboard(a, b *models.InlineKeyboardMarkup) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return slices.EqualFunc(a.InlineKeyboard, b.InlineKeyboard, func(x, y []models.InlineKeyboardButton) bool {
		return slices.EqualFunc(x, y, func(p, q models.InlineKeyboardButton) bool {
			return p.Text == q.Text && p.URL == q.URL && p.CallbackData == q.CallbackData && p.Style == q.Style
		})
	})
}
