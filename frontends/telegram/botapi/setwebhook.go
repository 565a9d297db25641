package botapi

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// webhookInfo is what Telegram tells of the webhook. It keeps the secret to itself.
type webhookInfo struct {
	URL         string   `json:"url"`
	Connections int      `json:"max_connections"`
	Allowed     []string `json:"allowed_updates"`
	Failed      int64    `json:"last_error_date"` // Unix seconds, UTC
	Why         string   `json:"last_error_message"`
}

// webhookFact is what is remembered of the webhook that this bot set: enough to
// know it again, and nothing that lets anybody in.
type webhookFact struct {
	URL   string `json:"url"`
	Proof string `json:"proof"` // of the secret: HMAC-SHA256 under the token's secret part, in hex
}

func (c *Client) factOf(w Webhook) webhookFact {
	sum := hmac.New(sha256.New, []byte(c.secret))
	_, _ = sum.Write([]byte(w.Secret)) // never fails
	return webhookFact{URL: w.URL, Proof: hex.EncodeToString(sum.Sum(nil))}
}

// keep sees to it that the webhook stands, until ctx ends or Telegram refuses the
// bot. It asks now and then, since somebody else may have set another one, and a bot
// to which nothing is delivered hears nothing of that.
func (k *hook) keep(ctx context.Context) error {
	trouble, leads, told := newTrouble(k.c), k.leads, int64(0)
	for ctx.Err() == nil {
		info, err := k.c.webhookInfo(ctx)
		select {
		case <-k.leads:
			if err == nil && k.differs(ctx, info) {
				err = k.setWebhook(ctx)
			}
		default:
		}
		if err != nil {
			if fatal := trouble.met(ctx, err); fatal != nil {
				return fatal
			}
			continue
		}
		trouble.passed()
		told = k.tell(info, told)
		select {
		case <-k.c.after(hookWatch):
		case <-leads:
			leads = nil
		case <-ctx.Done():
		}
	}
	return nil
}

// tell logs a failure that Telegram has met lately, once, and returns its time.
func (k *hook) tell(info webhookInfo, told int64) int64 {
	if info.Failed > told && k.c.now().Sub(time.Unix(info.Failed, 0)) < 2*hookWatch {
		k.c.log.Warn("Telegram could not deliver", "cause", k.c.scrub(info.Why))
	}
	return max(told, info.Failed)
}

// differs reports whether the webhook is not as it should be. Telegram does not
// show the secret, so what was set last is remembered; where that cannot be read,
// setting it once more does no harm.
func (k *hook) differs(ctx context.Context, info webhookInfo) bool {
	kept, err := k.c.recallWebhook(ctx, k.core)
	if err != nil {
		k.c.log.Warn("the webhook that was set last could not be recalled", "cause", err)
	}
	allowed := slices.Sorted(slices.Values(info.Allowed))
	return info.URL != k.set.URL || info.Connections != hookConnections || kept != k.c.factOf(k.set) ||
		!slices.Equal(allowed, slices.Sorted(slices.Values(AllowedUpdates())))
}

// setWebhook tells Telegram where to deliver, and remembers that. What waits is
// delivered there.
func (k *hook) setWebhook(ctx context.Context) error {
	err := k.c.tellWebhook(ctx, "setWebhook", map[string]any{
		"url": k.set.URL, "secret_token": k.set.Secret, "max_connections": hookConnections,
		"allowed_updates": AllowedUpdates(), "drop_pending_updates": false,
	})
	if err != nil {
		return err
	}
	k.c.log.Info("the webhook is set", "url", k.set.URL)
	raw, _ := json.Marshal(k.c.factOf(k.set)) // plain data: it cannot fail
	if err := k.core.Remember(ctx, k.c.fact(webhookKey), string(raw)); err != nil {
		k.c.log.Warn("the webhook is set, but not remembered; it will be set again", "cause", err)
	}
	return nil
}

const webhookKey = ":webhook"

// webhookInfo asks Telegram where it delivers. Every error is a *Failure.
func (c *Client) webhookInfo(ctx context.Context) (webhookInfo, error) {
	var answer struct {
		Result webhookInfo `json:"result"`
	}
	const method = "getWebhookInfo"
	data, err := c.exchange(ctx, method, "application/json", []byte("{}"), callLimit)
	if err == nil && json.Unmarshal(data, &answer) != nil {
		err = &Failure{Method: method, Code: http.StatusOK, Sent: true, Garbled: true}
	}
	return answer.Result, err
}

// tellWebhook makes a call that answers "true". Every error is a *Failure.
func (c *Client) tellWebhook(ctx context.Context, method string, fields map[string]any) error {
	ask, err := json.Marshal(fields)
	if err != nil {
		return &Failure{Method: method, Unmade: true, cause: err}
	}
	_, err = c.exchange(ctx, method, "application/json", ask, callLimit)
	return err
}
