package main

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/frontends/discord/discordtest"
)

// TestCheckReachesThePlatforms runs "parley check" as somebody does who has just
// put both tokens in.
func TestCheckReachesThePlatforms(t *testing.T) {
	t.Parallel()
	d, tg := openDoubles(t)
	d.AddGuild(discordtest.Guild{Name: "Harbor"})
	env := map[string]string{
		"DISCORD_TOKEN": d.Token(), "DISCORD_API_URL": d.URL(), "TELEGRAM_TOKEN": tg.Token(), "TELEGRAM_API_URL": tg.URL(),
	}
	code, out, errs := talk(t, env, "", "check")
	if code != exitGood {
		t.Errorf("exit %d: %s", code, errs)
	}
	for _, want := range []string{"Discord:", "Telegram:", "https://discord.com/oauth2/authorize?", "✔", "@" + tg.Username()} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if strings.Contains(out+errs, d.Token()) || strings.Contains(out+errs, tg.Token()) {
		t.Error("it shows a token")
	}
	if strings.Contains(out, "✘") {
		t.Error("it finds something wrong")
	}
	t.Logf("\n%s", out)

	env["DISCORD_TOKEN"], env["TELEGRAM_TOKEN"] = "wrong.token.altogether", "123456:"+strings.Repeat("x", 35)
	code, out, errs = talk(t, env, "", "check")
	if code != exitFailed || strings.Count(out, "✘") < 2 || !strings.Contains(errs, "✘") {
		t.Errorf("exit %d: %s", code, errs)
	}
	t.Logf("\n%s", out)
}
