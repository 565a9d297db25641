package botapi_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// The webhook is set once, and again only where something about it is different.
func TestTheWebhookIsSetWhereItDiffers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, core := newOffice(), frontendtest.NewCore(nil)
		live := func(at botapi.Webhook) {
			t.Helper()
			l := listenAt(t, o, core, &hands{}, at)
			l.end()
		}
		expect := func(why string, times int) {
			t.Helper()
			if want := strings.TrimSpace(strings.Repeat("setWebhook ", times)); o.told() != want {
				t.Errorf("%s: %q", why, o.told())
			}
		}
		live(hookAt)
		expect("the first start", 1)
		if o.last["secret_token"] != hookSecret || o.last["drop_pending_updates"] != false || o.last["max_connections"] != 100.0 {
			t.Errorf("set as %v", o.last)
		}
		live(hookAt)
		expect("the second start", 1)
		other := hookAt
		other.Secret = "another"
		live(other)
		expect("another secret", 2)
		live(other)
		expect("another secret again", 2)
		for name, value := range map[string]any{"url": "https://elsewhere.example", "max_connections": 40, "allowed_updates": []string{"message"}} {
			before := len(strings.Fields(o.told()))
			o.stands(name, value)
			live(other)
			expect("another "+name, before+1)
		}
		for key, value := range core.Facts() {
			if strings.Contains(value, other.Secret) || strings.Contains(value, secret) {
				t.Errorf("a secret is remembered under %s", key)
			}
		}
	})
}

// Somebody who takes the webhook away while the bot runs has it for a minute.
func TestTheWebhookIsWatched(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := newOffice()
		l := listen(t, o, frontendtest.NewCore(nil), &hands{})
		o.stands("url", "")
		o.stands("last_error_date", time.Now().Unix())
		o.stands("last_error_message", "Connection refused")
		time.Sleep(61 * time.Second)
		if o.told() != "setWebhook setWebhook" || !strings.Contains(l.log.String(), "Connection refused") {
			t.Errorf("told %q; logged:\n%s", o.told(), l.log)
		}
		l.end()
	})
}

// Of several processes all take deliveries, and one looks after the webhook.
func TestEveryProcessTakesDeliveries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, core, h := newOffice(), newLeased(), &hands{}
		one, two := listen(t, o, core, h), listen(t, o, core, h)
		if a, b := <-one.delivers(words(1, 1, "a")), <-two.delivers(words(2, 1, "b")); a != 200 || b != 200 {
			t.Errorf("answered %d, %d", a, b)
		}
		o.stands("url", "")
		time.Sleep(61 * time.Second)
		if o.told() != "setWebhook setWebhook" {
			t.Errorf("told %q", o.told())
		}
		o.stands("url", "")
		one.end()
		synctest.Wait()
		if o.told() != "setWebhook setWebhook setWebhook" {
			t.Errorf("after the first is gone: %q", o.told())
		}
		two.end()
	})
}

func TestARefusedTokenEndsTheWebhook(t *testing.T) {
	t.Parallel()
	client, _ := open(t, func(request) (*http.Response, error) {
		return reply(401, `{"ok":false,"error_code":401,"description":"Unauthorized"}`)
	})
	err := client.Listen(t.Context(), frontendtest.NewCore(nil), &listening{}, hookAt, &hands{})
	if failure := asSendError(err); failure == nil || failure.Class != chat.Fatal {
		t.Errorf("got %v", err)
	}
}

func TestALeaseThatFailsEndsTheWebhook(t *testing.T) {
	t.Parallel()
	client, _ := open(t, newOffice().serve)
	err := client.Listen(t.Context(), unleased{frontendtest.NewCore(nil), errTaken}, &listening{}, hookAt, &hands{})
	if err == nil || !strings.Contains(err.Error(), "lease") {
		t.Errorf("got %v", err)
	}
}

// Back to polling: the bot's own webhook goes, what waits stays; a webhook of
// somebody else is not touched.
func TestPollingDeletesItsOwnWebhook(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, d, core := newOffice(), newDesk(), frontendtest.NewCore(nil)
		either := &wire{answer: func(r request) (*http.Response, error) {
			if r.method == "getUpdates" {
				return d.serve(r)
			}
			return o.serve(r)
		}}
		polls := func() {
			p := pollOn(t, either, core, &hands{})
			synctest.Wait()
			p.end()
		}
		polls()
		if n := len(either.seen()); n != 1 {
			t.Errorf("a bot that never had a webhook makes %d calls", n)
		}
		l := listen(t, o, core, &hands{})
		l.end()
		polls()
		if o.told() != "setWebhook deleteWebhook" || o.last["drop_pending_updates"] != false {
			t.Errorf("told %q, the last %v", o.told(), o.last)
		}
		l = listen(t, o, core, &hands{})
		l.end()
		o.stands("url", "https://elsewhere.example")
		polls()
		polls()
		if o.told() != "setWebhook deleteWebhook setWebhook" {
			t.Errorf("told %q", o.told())
		}
	})
}
