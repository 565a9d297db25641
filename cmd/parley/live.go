package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/frontends/discord"
	"github.com/parleybot/parley/frontends/telegram"
)

// live runs the bot on the real platforms until ctx ends.
func live(ctx context.Context, c config.Config, std streams) error {
	log := c.Logger(std.err)
	fronts, err := platforms(c, time.Now, log)
	if err != nil {
		return err
	}
	say(std.out, "Parley "+house.Version()+" runs on "+names(fronts)+". Ctrl-C stops it.\n")
	return attend(ctx, c, fronts, time.Now, log)
}

// attend runs an engine behind frontends until ctx ends, and then stops it.
func attend(ctx context.Context, c config.Config, fronts []chat.Frontend, now func() time.Time, log *slog.Logger, adjust ...func(*store.Options)) error {
	w, err := watchOver(ctx, c, log)
	if err != nil {
		return err
	}
	return w.attend(ctx, c, fronts, now, adjust)
}

// attend is attend with the watch that looks after it, and that it ends.
func (w *watch) attend(ctx context.Context, c config.Config, fronts []chat.Frontend, now func() time.Time, adjust []func(*store.Options)) error {
	b, s, err := house.Furnish(c, fronts, w.log).Open(ctx, now, w.tuning(adjust))
	if err != nil {
		return errors.Join(err, w.Close())
	}
	if err := w.begin(c, b, s, fronts); err != nil {
		return errors.Join(err, w.Close(), s.Close())
	}
	return errors.Join(b.Run(ctx), w.Close(), s.Close())
}

// platforms is the visible list of frontends: those that have a token. What pace
// changes is for tests, whose platforms have no limits.
func platforms(c config.Config, now func() time.Time, log *slog.Logger, pace ...func(*telegram.Options)) ([]chat.Frontend, error) {
	var fronts []chat.Frontend
	if c.DiscordToken != "" {
		o := discord.Options{Token: c.DiscordToken, URL: c.DiscordURL, Guild: c.DiscordGuild, Logger: log, Now: now}
		if len(pace) > 0 {
			o.PerSecond = -1
		}
		f, err := discord.New(o)
		if err != nil {
			return nil, fmt.Errorf("DISCORD_TOKEN: %w", err)
		}
		fronts = append(fronts, f)
	}
	if c.TelegramToken != "" {
		o := telegram.Options{Token: c.TelegramToken, URL: c.TelegramURL, Ephemeral: c.TelegramHidden, Logger: log, Now: now}
		if c.Webhook() {
			o.Webhook = telegram.Webhook{PublicURL: c.PublicURL, Secret: c.WebhookSecret}
		}
		for _, change := range pace {
			change(&o)
		}
		f, err := telegram.New(o)
		if err != nil {
			return nil, fmt.Errorf("TELEGRAM_TOKEN: %w", err)
		}
		fronts = append(fronts, f)
	}
	return fronts, nil
}

// names lists platforms as people call them: "Discord and Telegram".
func names(fronts []chat.Frontend) string {
	called := make([]string, len(fronts))
	for i, f := range fronts {
		called[i] = title(f.Platform())
	}
	return strings.Join(called, " and ")
}

// title is a platform's name for the operator, who reads English.
func title(p chat.Platform) string { return strings.ToUpper(string(p[:1])) + string(p[1:]) }
