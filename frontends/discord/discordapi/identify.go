package discordapi

import (
	"context"
	"log/slog"
	"time"

	"github.com/bwmarrin/discordgo"
)

const (
	// identifyPause is Discord's own: one identify in five seconds.
	identifyPause = 5 * time.Second
	// identifyReserve of the day's 1,000 are never used: at none left Discord
	// resets the token.
	identifyReserve = 50
	// askAgain bounds the pause until the budget is looked at again.
	askAgain = time.Hour
)

// identifies remembers when a session was last begun.
type identifies struct{ last time.Time }

// mayIdentify returns when a new session may be begun. It fails where Discord
// cannot be asked, and when ctx ended.
func (c *Client) mayIdentify(ctx context.Context, ids *identifies) error {
	for {
		if !c.wait(ctx, ids.last.Add(identifyPause).Sub(c.now())) {
			return ctx.Err()
		}
		var answer struct {
			Limit struct {
				Remaining  int   `json:"remaining"`
				ResetAfter int64 `json:"reset_after"` // milliseconds
			} `json:"session_start_limit"`
		}
		answer.Limit.Remaining = identifyReserve // where nothing is said
		q := request{route: "/gateway/bot", url: discordgo.EndpointGatewayBot, rank: RankAnswer}
		if err := c.read(ctx, q, &answer); err != nil {
			return err
		}
		if answer.Limit.Remaining >= identifyReserve {
			ids.last = c.now()
			return nil
		}
		pause := min(max(time.Duration(answer.Limit.ResetAfter)*time.Millisecond, time.Minute), askAgain)
		c.log.Error("too few new gateway sessions are left today, so that none is begun; something restarts too often",
			slog.Int("remaining", answer.Limit.Remaining), slog.Duration("next_look", pause))
		if !c.wait(ctx, pause) {
			return ctx.Err()
		}
	}
}
