package discord

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/parleybot/parley/core/chat"
)

// Run takes interactions in until ctx ends, then tells newcomers that the bot is
// restarting, finishes what it has begun and hangs up, within 15 seconds. It
// returns an error where Discord refuses this bot as a whole.
func (f *Frontend) Run(ctx context.Context, catalog chat.Catalog, core chat.Core) error {
	// Two processes with one token would both be handed every interaction.
	f.api.StandBy()
	release, err := core.Lease(ctx, f.lease)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("discord: lease: %w", err)
	}
	defer release()
	s := f.open(ctx, catalog, core)
	defer s.end()

	// The line outlives ctx: those who come while the bot stops are told so.
	line, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	ended := make(chan error, 1)
	go func() { ended <- f.api.Run(line, s.take) }()
	publishing, stopPublishing := context.WithCancel(ctx)
	defer stopPublishing()
	s.start(func() { s.publish(publishing) })

	select {
	case err = <-ended: // Discord refuses this bot; what it has begun is finished
		stopPublishing()
		s.drain()
		if err != nil {
			return fmt.Errorf("discord: %w", err)
		}
		return nil
	case <-ctx.Done():
	}
	s.drain()
	hangUp() // only now: until here, people were told that the bot restarts
	if err := <-ended; err != nil {
		return fmt.Errorf("discord: %w", err)
	}
	return nil
}

// leaseName is the name under which one process holds the only shard of a bot.
func leaseName(token string) string {
	sum := sha256.Sum256([]byte(token))
	return "discord:shard:" + hex.EncodeToString(sum[:8]) + ":0"
}

// classOf is what an error of the API means; Unknown for any other.
func classOf(err error) chat.SendClass {
	var failed *chat.SendError
	if errors.As(err, &failed) {
		return failed.Class
	}
	return chat.Unknown
}
