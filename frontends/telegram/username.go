package telegram

import (
	"context"
	"fmt"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// startURL is where links to people and bots lead.
const startURL = "https://t.me/"

// Meet asks Telegram for the bot's @name, once. Before it has succeeded, here,
// in Run or in Check, there are no start links. Any error is a *chat.SendError.
func (f *Frontend) Meet(ctx context.Context) error {
	me, err := f.client.Me(ctx)
	if err != nil {
		return fmt.Errorf("telegram: ask for the bot's name: %w", err)
	}
	f.username.Store(&me.Username)
	return nil
}

// Username returns the bot's name without the "@", or "" while it is not known.
func (f *Frontend) Username() string {
	if name := f.username.Load(); name != nil {
		return *name
	}
	return ""
}

// StartLink returns the link that opens the direct chat with a payload.
func (f *Frontend) StartLink(payload string) (string, bool) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
	name := f.Username()
	if name == "" || payload == "" || len(payload) > payloadBytes || strings.Trim(payload, alphabet) != "" {
		return "", false
	}
	return startURL + name + "?start=" + payload, true
}

// introduce finds the bot's name. What an earlier process learnt serves until
// Telegram answers, so that links work at once after a restart.
func (r *run) introduce(ctx context.Context) error {
	known, err := r.core.Recall(ctx, r.f.fact("username"))
	if err != nil {
		r.f.log.Warn("telegram: the bot's name was not recalled", "cause", err)
	}
	if known != "" && r.f.Username() == "" {
		r.f.username.Store(&known)
	}
	for try := 0; ; try++ {
		err := r.f.Meet(ctx)
		if err == nil {
			break
		}
		if fatal(err) || !r.f.pause(ctx, backoff(try)) {
			return err
		}
		r.f.log.Warn("telegram: Telegram does not answer; trying again", "cause", err)
	}
	if r.f.Username() == known {
		return nil
	}
	if err := r.core.Remember(ctx, r.f.fact("username"), r.f.Username()); err != nil {
		r.f.log.Warn("telegram: the bot's name was not remembered", "cause", err)
	}
	return nil
}

// addressed reports whether a command that names a bot, or none, is for this one.
func (f *Frontend) addressed(c command) bool {
	return c.bot == "" || strings.EqualFold(c.bot, f.Username())
}

// ours reports whether a command could be one of the catalogue's. Several bots
// may hear what is typed in a group, and only one of them should answer.
func (f *Frontend) ours(c command) bool {
	catalog := f.catalog()
	if _, _, found := catalog.Match(c.words); found {
		return true
	}
	typed := chat.Menu(c.words[0].Text)
	for _, cmd := range catalog.Commands {
		family, _, several := strings.Cut(chat.Menu(cmd.Path), "_")
		if several && cmd.Shown != chat.ShownToNobody && (typed == family || strings.HasPrefix(typed, family+"_")) {
			return true
		}
	}
	return false
}
