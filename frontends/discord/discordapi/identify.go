package discordapi

import (
	"context"
	"log/slog"
	"time"

	"github.com/bwmarrin/discordgo"
)

const (
	// IdentifyPause is Discord's own: one identify in five seconds.
	IdentifyPause = 5 * time.Second
	// identifyReserve of the day's 1,000 are never used: at none left Discord
	// resets the token.
	identifyReserve = 50
	// askAgain bounds the pause until the budget is looked at again.
	askAgain = time.Hour
)

// Shard is one of the connections over which Discord spreads a bot's guilds; the
// direct chats are all with number 0.
type Shard struct {
	Number, Count int
	// Turn waits until a session may be begun where others, on this machine or
	// not, begin theirs. nil: nobody else does.
	Turn func(ctx context.Context) error
}

// Gateway is how Discord wants to be connected to.
type Gateway struct {
	Shards      int // how many connections it recommends, 1 at least
	Concurrency int // how many sessions may be begun at once, 1 at least

	remaining int
	reset     time.Duration
}

// Gateway asks Discord how it wants to be connected to. A refused token is a
// *chat.SendError of the class Fatal.
func (c *Client) Gateway(ctx context.Context) (Gateway, error) {
	var answer struct {
		Shards int `json:"shards"`
		Limit  struct {
			Remaining   int   `json:"remaining"`
			ResetAfter  int64 `json:"reset_after"` // milliseconds
			Concurrency int   `json:"max_concurrency"`
		} `json:"session_start_limit"`
	}
	answer.Limit.Remaining = identifyReserve // where nothing is said
	q := request{route: "/gateway/bot", url: discordgo.EndpointGatewayBot, rank: RankAnswer}
	if err := c.read(ctx, q, &answer); err != nil {
		return Gateway{}, err
	}
	return Gateway{
		Shards: max(1, answer.Shards), Concurrency: max(1, answer.Limit.Concurrency),
		remaining: answer.Limit.Remaining, reset: time.Duration(answer.Limit.ResetAfter) * time.Millisecond,
	}, nil
}

// identifies remembers when a session was last begun.
type identifies struct{ last time.Time }

// mayIdentify returns when a new session may be begun. It fails where Discord
// cannot be asked, and when ctx ended.
func (c *Client) mayIdentify(ctx context.Context, of Shard, ids *identifies) error {
	for {
		if !c.wait(ctx, ids.last.Add(IdentifyPause).Sub(c.now())) {
			return ctx.Err()
		}
		g, err := c.Gateway(ctx)
		if err != nil {
			return err
		}
		if g.remaining >= identifyReserve {
			if of.Turn != nil {
				err = of.Turn(ctx)
			}
			ids.last = c.now()
			return err
		}
		pause := min(max(g.reset, time.Minute), askAgain)
		c.log.Error("too few new gateway sessions are left today, so that none is begun; something restarts too often",
			slog.Int("remaining", g.remaining), slog.Duration("next_look", pause))
		if !c.wait(ctx, pause) {
			return ctx.Err()
		}
	}
}
