package telegram

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// Webhook has Telegram deliver updates to the bot's own address instead of being
// asked for them, so that several processes can share the work. The zero value polls.
type Webhook struct {
	PublicURL string // where the process's HTTP server is reached from outside: https
	Secret    string // 1-256 of A-Z a-z 0-9 _ -
}

const secretAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

func (w Webhook) set() bool { return w != Webhook{} }

// validate says what Telegram would refuse. It does not quote the secret.
func (w Webhook) validate() error {
	if !w.set() {
		return nil
	}
	u, err := url.Parse(w.PublicURL)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("a webhook needs a public address like https://bot.example")
	}
	if !slices.Contains([]string{"", "443", "80", "88", "8443"}, u.Port()) {
		return errors.New("Telegram delivers to the ports 443, 80, 88 and 8443 only") //nolint:staticcheck // a name
	}
	if w.Secret == "" || len(w.Secret) > 256 || strings.Trim(w.Secret, secretAlphabet) != "" {
		return errors.New("a webhook's secret has 1 to 256 of A-Z a-z 0-9 _ -")
	}
	return nil
}

// at is where updates of this bot are delivered. The path tells bots apart by
// their number, which everybody may know, and holds no part of the token.
func (f *Frontend) at() botapi.Webhook {
	path := "/telegram/" + f.bot
	return botapi.Webhook{Path: path, URL: strings.TrimSuffix(f.webhook.PublicURL, "/") + path, Secret: f.webhook.Secret}
}

// listen takes in what Telegram delivers.
func (f *Frontend) listen(ctx context.Context, core leased, r *run) error {
	mounter, able := r.core.(chat.Mounter)
	if !able {
		return errors.New("telegram: a webhook is set, but nothing serves HTTP here")
	}
	return f.client.Listen(ctx, core, mounter, f.at(), r)
}
