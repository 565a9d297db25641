package menu

import (
	"context"
	"fmt"
	"slices"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// Publish brings Telegram's lists in line with the catalogue. A list that is as
// it should be is only read. It stops at the first failure; what was changed by
// then is right, and calling it again goes on from there. An error wraps a
// *chat.SendError, unless the catalogue itself is refused by Validate.
func Publish(ctx context.Context, c *botapi.Client, catalog chat.Catalog) error {
	if err := Validate(catalog); err != nil {
		return err
	}
	// Nobody waits for a menu, but it has no outbox to come back from either.
	call := botapi.Call{Rank: botapi.RankEdit}
	ctx = botapi.With(ctx, call)
	codes, locale := languages(catalog.Locales)
	for _, s := range scopes() {
		for _, code := range codes {
			failure := botapi.Classify(s.publish(ctx, c.Bot(), code, s.list(catalog, locale[code])), call)
			if failure != nil {
				return fmt.Errorf("menu: commands for %s in language %q: %w", s.name, code, failure)
			}
		}
	}
	return nil
}

func (s scope) publish(ctx context.Context, b *bot.Bot, code string, want []models.BotCommand) error {
	have, err := b.GetMyCommands(ctx, &bot.GetMyCommandsParams{Scope: s.value, LanguageCode: code})
	if err != nil || slices.Equal(have, want) {
		return err
	}
	if len(want) == 0 {
		_, err = b.DeleteMyCommands(ctx, &bot.DeleteMyCommandsParams{Scope: s.value, LanguageCode: code})
		return err
	}
	_, err = b.SetMyCommands(ctx, &bot.SetMyCommandsParams{Commands: want, Scope: s.value, LanguageCode: code})
	return err
}
