package telegram

import (
	"context"
	"fmt"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
)

// Check looks at the bot's set-up: the token, what its settings let it do in
// groups, and whether something else takes its updates. It changes nothing.
func (f *Frontend) Check(ctx context.Context) []chat.Finding {
	me, err := f.client.Me(ctx)
	if err != nil {
		return []chat.Finding{unanswered(err)}
	}
	f.username.Store(&me.Username)
	found := []chat.Finding{{Good: true, What: fmt.Sprintf("Telegram knows the bot: @%s (%s), number %d.", me.Username, me.FirstName, me.ID)}}
	found = append(found, inGroups(me), privacy(me))
	found = append(found, f.delivery(ctx)...)
	return append(found, chat.Finding{
		Good: true,
		What: "In a group with several bots, commands that carry the bot's name are heard by it alone: /help@" + me.Username + ".",
	})
}

func unanswered(err error) chat.Finding {
	if fatal(err) {
		return chat.Finding{
			What: "Telegram refuses the token.",
			Fix:  "Write to @BotFather, send /token, choose the bot, and copy the token into the settings exactly as it is shown. If it was revoked, the old one never works again.",
		}
	}
	return chat.Finding{
		What: "Telegram does not answer: " + err.Error(),
		Fix:  "Check that this machine reaches https://api.telegram.org (port 443), or the address in the settings if you run a Bot API server of your own.",
	}
}

func inGroups(me *models.User) chat.Finding {
	if me.CanJoinGroups {
		return chat.Finding{Good: true, What: "The bot may be added to groups."}
	}
	return chat.Finding{
		What: "The bot cannot be added to groups; it works in private chats only.",
		Fix:  "Write to @BotFather, send /setjoingroups, choose @" + me.Username + " and press Enable.",
	}
}

// privacy is good either way: the bot has no use for what people say to others.
func privacy(me *models.User) chat.Finding {
	if !me.CanReadAllGroupMessages {
		return chat.Finding{Good: true, What: "Privacy mode is on, as recommended: in groups the bot hears commands and answers to its own messages, and nothing else."}
	}
	return chat.Finding{
		Good: true,
		What: "Privacy mode is off: Telegram sends the bot everything that is said in its groups, which it does not need.",
		Fix:  "To turn it on, write to @BotFather, send /setprivacy, choose @" + me.Username + " and press Enable; then remove the bot from its groups and add it again.",
	}
}
