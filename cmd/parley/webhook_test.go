package main

import (
	"math/rand/v2"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/parleybot/parley/frontends/console/transcript"
)

// webhookSettings have Telegram deliver to the bot, on a port of its own. Ports
// from 32768 are given to outgoing connections, which might take this one while the
// bot is dead.
func webhookSettings(t testing.TB) []string {
	t.Helper()
	for range 100 {
		addr := net.JoinHostPort("127.0.0.1", strconv.Itoa(20000+rand.IntN(12000)))
		l, err := net.Listen("tcp", addr)
		if err != nil {
			continue
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		return []string{"HTTP_ADDR=" + addr, "PUBLIC_URL=https://bot.example", "TELEGRAM_WEBHOOK_SECRET=secret-of-the-hook"}
	}
	t.Fatal("no port is free")
	return nil
}

// behindProxy is where a proxy in front of a bot with these settings leads: nowhere
// without HTTP_ADDR.
func behindProxy(settings []string) []string {
	for _, s := range settings {
		if addr, found := strings.CutPrefix(s, "HTTP_ADDR="); found {
			return []string{"http://" + addr}
		}
	}
	return nil
}

// TestConversationsByWebhook plays conversations on the real program to which
// Telegram delivers; they read as they do where it polls.
func TestConversationsByWebhook(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"other_app_link", "refusals_engine"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := openReal(t, webhookSettings(t)...)
			transcript.Perform(t, filepath.Join("testdata", name+".chat"), filepath.Join("testdata", "real", name+".chat"), r.stage())
			if n := r.world.telegram.Count("getUpdates"); n != 0 {
				t.Errorf("%d polls", n)
			}
			if n := r.world.telegram.Count("setWebhook"); n != 1 {
				t.Errorf("the webhook was set %d times", n)
			}
		})
	}
}

// TestCheckOfAWebhook is "parley check" before the proxy is there, and with a
// setting forgotten.
func TestCheckOfAWebhook(t *testing.T) {
	t.Parallel()
	_, tg := openDoubles(t)
	env := map[string]string{
		"TELEGRAM_TOKEN": tg.Token(), "TELEGRAM_API_URL": tg.URL(),
		"HTTP_ADDR": "127.0.0.1:0", "PUBLIC_URL": "https://127.0.0.1:88", "TELEGRAM_WEBHOOK_SECRET": "secret-of-the-hook",
	}
	code, out, errs := talk(t, env, "", "check")
	if code != exitFailed || !strings.Contains(out, "✘ PUBLIC_URL is not reachable") || !strings.Contains(out, "delivers nowhere yet") {
		t.Errorf("exit %d: %s", code, out)
	}
	if strings.Contains(out+errs, "secret-of-the-hook") {
		t.Error("it shows the secret")
	}
	delete(env, "PUBLIC_URL")
	code, out, errs = talk(t, env, "", "check")
	if code != exitGood || !strings.Contains(out, "a webhook needs HTTP_ADDR and PUBLIC_URL as well") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
}
