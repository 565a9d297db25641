package botapi

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// leaveWebhook ends a webhook that this bot set in an earlier life, for Telegram
// hands nothing to who polls while one stands. One that somebody else set stays:
// their program would never know.
func (p *poller) leaveWebhook(ctx context.Context, t *trouble) error {
	pause := backoff{first: 250 * time.Millisecond, most: 30 * time.Second}
	for ctx.Err() == nil {
		err := p.c.deleteWebhook(ctx, p.core)
		if err == nil {
			return nil
		}
		if _, wire := FailureOf(err); !wire {
			p.c.log.Error("the webhook of an earlier run could not be looked up", "cause", err)
			pause.wait(ctx, p.c.after)
			continue
		}
		if fatal := t.met(ctx, err); fatal != nil {
			return fatal
		}
	}
	return nil
}

// deleteWebhook costs no call where the bot never had a webhook. What waits for
// delivery stays, and is polled.
func (c *Client) deleteWebhook(ctx context.Context, core chat.Core) error {
	kept, err := c.recallWebhook(ctx, core)
	if err != nil || kept == (webhookFact{}) {
		return err
	}
	info, err := c.webhookInfo(ctx)
	if err != nil {
		return err
	}
	if info.URL == kept.URL {
		if err := c.tellWebhook(ctx, "deleteWebhook", map[string]any{"drop_pending_updates": false}); err != nil {
			return err
		}
		c.log.Info("the webhook is deleted, since the bot polls again")
	}
	if err := core.Remember(ctx, c.fact(webhookKey), ""); err != nil {
		return fmt.Errorf("botapi: forget the webhook: %w", err)
	}
	return nil
}

// recallWebhook returns the webhook that this bot set last; zero where it set none.
func (c *Client) recallWebhook(ctx context.Context, core chat.Core) (webhookFact, error) {
	var kept webhookFact
	raw, err := core.Recall(ctx, c.fact(webhookKey))
	if err != nil {
		return kept, fmt.Errorf("botapi: recall the webhook: %w", err)
	}
	if raw == "" {
		return kept, nil
	}
	if err := json.Unmarshal([]byte(raw), &kept); err != nil {
		c.log.Warn("what is remembered of the webhook cannot be read", "cause", err)
	}
	return kept, nil
}
