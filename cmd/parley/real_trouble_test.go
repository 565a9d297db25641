package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console"
)

// reads waits until somebody has read a text.
func (w *realWorld) reads(ctx context.Context, who chat.UserRef, text string) bool {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		changedD, changedT := w.discord.Changed(), w.telegram.Changed()
		for _, s := range w.of(who).Seen(who) {
			if strings.Contains(console.Plain(s.Text), text) {
				return true
			}
		}
		select {
		case <-changedD:
		case <-changedT:
		case <-ctx.Done():
			return false
		}
	}
}

// say is somebody writing in their direct chat.
func (r *production) say(who chat.UserRef, line string) {
	r.t.Helper()
	at, _ := r.world.Place(who, "")
	if err := r.world.Type(who, at, line); err != nil {
		r.t.Fatal(err)
	}
}

// TestWrongTokenStopsOnePlatformOnly starts the program with a token that
// Telegram never gave out.
func TestWrongTokenStopsOnePlatformOnly(t *testing.T) {
	t.Parallel()
	const wrong = "700000009:WrongWrongWrongWrongWrongWrongWron"
	r := openReal(t, "TELEGRAM_TOKEN="+wrong)
	r.say(realAlice, "/ping")
	if !r.world.reads(t.Context(), realAlice, "I am here.") {
		t.Error("Discord does not run on")
	}
	if err := r.bot.stop(); err != nil {
		t.Error(err)
	}
	said := r.bot.said.String()
	if !strings.Contains(said, "stopped for good") || !strings.Contains(said, "platform=telegram") {
		t.Errorf("the log does not say that Telegram refused the token:\n%s", said)
	}
	if strings.Contains(said, wrong) || strings.Contains(said, "WrongWrong") {
		t.Error("the log shows the token")
	}
}

// TestNoTokenIsRight ends the program: nobody would notice a bot that is deaf.
func TestNoTokenIsRight(t *testing.T) {
	t.Parallel()
	d, tg := openDoubles(t)
	bot := startReal(t, realOrders{}, "DISCORD_TOKEN=wrong.token.altogether", "DISCORD_API_URL="+d.URL(),
		"TELEGRAM_TOKEN=700000009:WrongWrongWrongWrongWrongWrongWron", "TELEGRAM_API_URL="+tg.URL(), "DATABASE_PATH="+t.TempDir()+"/parley.db", "LOG_SIGNING_KEY_FILE="+t.TempDir()+"/log.key")
	if err := bot.wait(); err == nil {
		t.Error("it ended as if all were well")
	}
	if !strings.Contains(bot.said.String(), "no platform is left") {
		t.Errorf("it says:\n%s", bot.said)
	}
}

// TestDeadPlatform lets each platform die while people write on both. The other
// one answers on; the dead one comes back by itself and catches up.
func TestDeadPlatform(t *testing.T) {
	t.Parallel()
	r := openReal(t)
	r.say(realNora, "/start")
	if !r.world.reads(t.Context(), realNora, "Welcome, Nora") {
		t.Fatal("Telegram does not answer")
	}

	r.world.telegram.Down(true)
	r.say(realNora, "/help nowhere") // waits at Telegram
	r.say(realAlice, "/ping")
	if !r.world.reads(t.Context(), realAlice, "I am here.") {
		t.Error("Discord does not answer while Telegram is down")
	}
	r.world.telegram.Down(false)
	if !r.world.reads(t.Context(), realNora, "I do not know the command /nowhere") {
		t.Error("Telegram does not catch up")
	}

	r.world.discord.Down(true)
	r.say(realNora, "/help anywhere")
	if !r.world.reads(t.Context(), realNora, "I do not know the command /anywhere") {
		t.Error("Telegram does not answer while Discord is down")
	}
	r.world.discord.Down(false)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := r.world.discord.Ready(ctx); err != nil {
		t.Fatal(err)
	}
	r.say(realMia, "/help somewhere")
	if !r.world.reads(t.Context(), realMia, "I do not know the command /somewhere") {
		t.Error("Discord does not come back")
	}
}
