package telegram

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// delivery says how updates reach the bot, or what keeps them from it.
func (f *Frontend) delivery(ctx context.Context) []chat.Finding {
	info, failure := f.webhookInfo(ctx)
	if failure != nil {
		return []chat.Finding{{What: "Telegram does not tell whether a webhook is set: " + failure.Error(), Fix: "Run the check again in a minute."}}
	}
	if !f.webhook.set() {
		return []chat.Finding{f.polled(info)}
	}
	return append([]chat.Finding{f.standing(info)}, f.hindrances(ctx, info)...)
}

func (f *Frontend) webhookInfo(ctx context.Context) (*models.WebhookInfo, error) {
	var info *models.WebhookInfo
	failure := f.call(ctx, botapi.Call{}, false, func(ctx context.Context) (err error) {
		info, err = f.client.Bot().GetWebhookInfo(ctx)
		return err
	})
	if failure != nil {
		return nil, failure
	}
	if info == nil {
		return nil, errors.New("telegram: an empty answer")
	}
	return info, nil
}

// polled is for a bot that asks for its updates.
func (f *Frontend) polled(info *models.WebhookInfo) chat.Finding {
	if info.URL == "" {
		return chat.Finding{Good: true, What: fmt.Sprintf("No webhook is set; %d updates wait to be fetched.", info.PendingUpdateCount)}
	}
	return chat.Finding{
		What: "A webhook is set, so that another program gets what people write to the bot, and this one nothing.",
		Fix:  "If Parley set it before the settings were changed, start Parley: it deletes its own webhook and loses nothing. Otherwise stop that program, or have it call deleteWebhook. If nobody knows it, send /revoke to @BotFather for a new token: then it can set no webhook again, and deleteWebhook with the new token removes the old one.",
	}
}

// standing is for a bot to which updates are delivered.
func (f *Frontend) standing(info *models.WebhookInfo) chat.Finding {
	want := f.at().URL
	switch info.URL {
	case want:
		return chat.Finding{Good: true, What: fmt.Sprintf("Telegram delivers to %s; %d updates wait.", want, info.PendingUpdateCount)}
	case "":
		return chat.Finding{Good: true, What: "Telegram delivers nowhere yet; at its start the bot asks it to deliver to " + want + "."}
	}
	return chat.Finding{
		Good: true, What: "Telegram delivers to another address now; at its start the bot asks it to deliver to " + want + ".",
		Fix: "Make sure that no other program uses this token: the two would take the webhook from each other.",
	}
}

// lately is how young a failure is that says something about now.
const lately = time.Hour

// hindrances are what Telegram has met on its way here, and what this machine meets
// on the same way.
func (f *Frontend) hindrances(ctx context.Context, info *models.WebhookInfo) []chat.Finding {
	var found []chat.Finding
	if info.URL == f.at().URL && info.LastErrorMessage != "" && f.now().Sub(when(info.LastErrorDate)) < lately {
		found = append(found, chat.Finding{
			What: fmt.Sprintf("Telegram could not deliver at %s UTC. It says: %q.", when(info.LastErrorDate).Format("15:04:05"), info.LastErrorMessage),
			Fix:  remedy(info.LastErrorMessage),
		})
	}
	if info.HasCustomCertificate {
		found = append(found, chat.Finding{
			What: "Telegram was given a certificate of its own for the webhook, and trusts no other.",
			Fix:  "Start Parley: it sets the webhook without one. The proxy then needs a certificate that everybody trusts, such as one of Let's Encrypt.",
		})
	}
	return append(found, f.reach(ctx))
}
