package discordapi

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/chat/lane"
)

// Discord lets a channel be renamed twice in ten minutes and tells so in no
// header. Source: https://github.com/discord/discord-api-docs/issues/1900
const (
	renames      = 2
	renameWindow = 10 * time.Minute
	// renameSlack covers clocks that differ.
	renameSlack = 5 * time.Second
)

// Renamer sets the names of channels no more often than Discord allows: of
// several wishes for one channel only the last is carried out.
type Renamer struct {
	client *Client
	core   chat.Core
	lanes  lane.Lanes
	mu     sync.Mutex
	wishes map[string]*wish
}

type wish struct {
	name string
	over chan struct{} // closed when another one took its place
}

// Renamer returns a renamer that keeps the times of renames in the core, so
// that a restart does not forget them. There should be one of a client.
func (c *Client) Renamer(core chat.Core) *Renamer {
	return &Renamer{client: c, core: core, wishes: map[string]*wish{}}
}

// Set gives a channel a name. It blocks until that is done, which may take ten
// minutes, or returns nil early when another Set for the channel took its place.
func (r *Renamer) Set(ctx context.Context, channelID, name string) error {
	mine := r.want(channelID, name)
	defer r.forget(channelID, mine)
	var err error
	// The place in the lane is given up only after a wish was overtaken or done.
	entered := r.lanes.Do(ctx, channelID, func() { err = r.set(ctx, channelID, mine) })
	if entered != nil {
		return fmt.Errorf("discordapi: rename: %w", entered)
	}
	return err
}

// set waits until a rename is allowed and carries it out, unless a newer wish
// came meanwhile. It runs in the channel's lane: nobody else reads the times.
func (r *Renamer) set(ctx context.Context, channelID string, mine *wish) error {
	key := "discord:rename:" + channelID
	stored, err := r.core.Recall(ctx, key)
	if err != nil {
		return fmt.Errorf("discordapi: recall renames: %w", err)
	}
	var times []int64 // Unix milliseconds, UTC
	_ = json.Unmarshal([]byte(stored), &times)
	times = times[max(0, len(times)-renames):]

	var wait time.Duration
	if len(times) == renames {
		wait = time.UnixMilli(times[0]).Add(renameWindow + renameSlack).Sub(r.client.now())
	}
	if wait > 0 {
		select {
		case <-r.client.after(min(wait, renameWindow+renameSlack)):
		case <-mine.over:
		case <-ctx.Done():
			return fmt.Errorf("discordapi: rename: %w", ctx.Err())
		}
	}
	select {
	case <-mine.over:
		return nil
	default:
	}
	// Remembered first: a rename that was sent but not written down would count
	// for Discord and not for us.
	times = append(times, r.client.now().UnixMilli())
	encoded, _ := json.Marshal(times[max(0, len(times)-renames):]) // integers always encode
	if err := r.core.Remember(ctx, key, string(encoded)); err != nil {
		return fmt.Errorf("discordapi: remember rename: %w", err)
	}
	return r.client.setName(ctx, channelID, mine.name)
}

// want makes a name the newest wish for a channel.
func (r *Renamer) want(channelID, name string) *wish {
	mine := &wish{name: name, over: make(chan struct{})}
	r.mu.Lock()
	defer r.mu.Unlock()
	if before := r.wishes[channelID]; before != nil {
		close(before.over)
	}
	r.wishes[channelID] = mine
	return mine
}

// forget drops a wish that is done, so that quiet channels cost nothing.
func (r *Renamer) forget(channelID string, mine *wish) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.wishes[channelID] == mine {
		delete(r.wishes, channelID)
	}
}
