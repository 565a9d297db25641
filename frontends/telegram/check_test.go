package telegram_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

func findings(f *telegram.Frontend) (good, bad string) {
	for _, found := range f.Check(context.Background()) {
		words := found.What + " " + found.Fix + "\n"
		if found.Good {
			good += words
			continue
		}
		bad += words
	}
	return good, bad
}

func TestCheckOfAGoodBot(t *testing.T) {
	t.Parallel()
	d := open(t, telegramtest.Options{}, telegram.Options{})
	good, bad := findings(d.f)
	for _, want := range []string{"@" + d.Username(), "may be added to groups", "Privacy mode is on", "No webhook is set"} {
		if !strings.Contains(good, want) {
			t.Errorf("nobody says %q: %s", want, good)
		}
	}
	if bad != "" {
		t.Errorf("found bad: %s", bad)
	}
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	const me = `{"ok":true,"result":{"id":7000000001,"is_bot":true,"first_name":"P","username":"p_bot"`
	tests := []struct {
		name  string
		fault telegramtest.Fault
		want  string
	}{
		{"a wrong token", telegramtest.Fault{Method: "getMe", Status: 401, Description: "Unauthorized"}, "@BotFather, send /token"},
		{"nobody there", telegramtest.Fault{Method: "getMe", HTML: true, Times: -1}, "port 443"},
		{"no groups", telegramtest.Fault{Method: "getMe", Status: 200, Body: me + `}}`}, "/setjoingroups"},
		{"privacy mode off", telegramtest.Fault{Method: "getMe", Status: 200, Body: me + `,"can_join_groups":true,"can_read_all_group_messages":true}}`}, "/setprivacy"},
		{"a webhook", telegramtest.Fault{Method: "getWebhookInfo", Status: 200, Body: `{"ok":true,"result":{"url":"https://x.example","has_custom_certificate":false,"pending_update_count":1}}`}, "deleteWebhook"},
		{"no word of a webhook", telegramtest.Fault{Method: "getWebhookInfo", HTML: true, Times: -1}, "again in a minute"},
	}
	for _, tt := range tests {
		server, err := telegramtest.Open(telegramtest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		server.Fail(tt.fault)
		f, err := telegram.New(telegram.Options{Token: server.Token(), URL: server.URL()})
		if err != nil {
			t.Fatal(err)
		}
		good, bad := findings(f)
		if !strings.Contains(good+bad, tt.want) {
			t.Errorf("%s: nobody says %q: %s%s", tt.name, tt.want, good, bad)
		}
		if strings.Contains(good+bad, server.Token()) {
			t.Errorf("%s: the token is shown", tt.name)
		}
		if err := server.Shutdown(); err != nil {
			t.Error(err)
		}
	}
}

func TestAWrongTokenStopsTheFrontend(t *testing.T) {
	t.Parallel()
	d := open(t, telegramtest.Options{}, telegram.Options{})
	f, err := telegram.New(telegram.Options{Token: "7000000001:somebody-elses-token", URL: d.URL()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	err = f.Run(ctx, catalog(), frontendtest.NewCore(nil))
	var failed *chat.SendError
	if !errors.As(err, &failed) || failed.Class != chat.Fatal || strings.Contains(err.Error(), "somebody") {
		t.Errorf("got %v", err)
	}
}

func TestWhatCannotBeATokenIsRefused(t *testing.T) {
	t.Parallel()
	for _, o := range []telegram.Options{{}, {Token: "secret"}, {Token: "7000000001:abcdefgh", URL: "http://x.example"}} {
		if _, err := telegram.New(o); err == nil || o.Token != "" && strings.Contains(err.Error(), o.Token) {
			t.Errorf("%+v: got %v", o, err)
		}
	}
}

// The name that an earlier run learnt makes links before Telegram answers.
func TestLinksWorkWhileTelegramIsDown(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, nil)
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/ping"))
	s.took(1)
	s.stop()
	s.Fail(telegramtest.Fault{Method: "getMe", HTML: true, Times: -1})
	c := newClock(time.Second, time.Second)
	o := c.options()
	o.Token, o.URL, o.Logger = s.Token(), s.URL(), slog.New(slog.NewTextHandler(&s.logs, nil))
	fresh, err := telegram.New(o)
	s.must(err)
	if _, ok := fresh.StartLink("deal-1"); ok {
		t.Error("nobody has told the name yet")
	}
	s.f = fresh
	s.run()
	s.waits("the first try", c.changed, func() bool { return c.waits() > 0 })
	if url, ok := fresh.StartLink("deal-1"); !ok || url != "https://t.me/"+s.Username()+"?start=deal-1" {
		t.Errorf("got %q, %v", url, ok)
	}
	s.Clear()
	c.ring(time.Second)
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/ping"))
	s.took(2)
}
