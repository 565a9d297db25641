package botapi

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// trouble is what stands between a poller and its updates. It logs a cause once
// and waits longer each time.
type trouble struct {
	c     *Client
	cause string
	quick backoff // network, servers
	slow  backoff // somebody has to act
}

func newTrouble(c *Client) *trouble {
	return &trouble{
		c:     c,
		quick: backoff{first: time.Second, most: 10 * time.Second}, // people wait
		slow:  backoff{first: 10 * time.Second, most: time.Minute},
	}
}

// met waits out a failed poll, or returns an error where waiting is no use.
func (t *trouble) met(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil //nolint:nilerr // a poll that was asked to stop has not failed
	}
	f, _ := FailureOf(err)
	e := f.meaning(Call{})
	t.c.pulse.Enter(chat.Reconnecting, t.c.now())
	switch {
	case e.Class == chat.Fatal:
		t.c.pulse.Enter(chat.Refused, t.c.now())
		e.Err = fmt.Errorf("botapi: poll: Telegram knows no bot with this token; copy it anew from @BotFather: %w", f)
		return e
	case e.Class == chat.Wait:
		t.say("Telegram asks to poll less often", err)
		wait(ctx, t.c.after, e.After)
	case f.Code == http.StatusConflict && f.says("webhook"):
		t.say("no updates: a webhook is set for this bot; call deleteWebhook to receive updates here", err)
		t.slow.wait(ctx, t.c.after)
	case f.Code == http.StatusConflict:
		t.say("no updates: another process polls with this token; stop it, or revoke the token at @BotFather", err)
		t.slow.wait(ctx, t.c.after)
	case e.Class == chat.Invalid && f.Method == "setWebhook":
		t.say("no updates: Telegram does not take the address of the webhook; see PUBLIC_URL", err)
		t.slow.wait(ctx, t.c.after)
	case e.Class == chat.Invalid:
		t.say("Telegram does not understand how it is polled", err)
		t.slow.wait(ctx, t.c.after)
	default:
		t.say("Telegram cannot be reached; trying again", err)
		t.quick.wait(ctx, t.c.after)
	}
	return nil
}

// passed notes that a poll succeeded.
func (t *trouble) passed() {
	t.c.pulse.Heard(t.c.now())
	t.c.pulse.Enter(chat.Connected, t.c.now())
	if t.cause == "" {
		return
	}
	t.c.log.Info("updates come in again")
	*t = *newTrouble(t.c)
}

func (t *trouble) say(what string, err error) {
	if t.cause != what {
		t.c.log.Warn(what, "cause", err)
	}
	t.cause = what
}

// backoff is a pause that doubles.
type backoff struct{ first, most, next time.Duration }

// wait pauses, or returns earlier when ctx ends.
func (b *backoff) wait(ctx context.Context, after func(time.Duration) <-chan time.Time) {
	b.next = min(max(b.next, b.first), b.most)
	wait(ctx, after, b.next)
	b.next *= 2
}

func wait(ctx context.Context, after func(time.Duration) <-chan time.Time, d time.Duration) {
	select {
	case <-after(d):
	case <-ctx.Done():
	}
}
