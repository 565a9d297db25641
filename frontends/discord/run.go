package discord

import (
	"context"
	"errors"
	"fmt"

	"github.com/parleybot/parley/core/chat"
)

// Run takes interactions in until ctx ends, then tells newcomers that the bot is
// restarting, finishes what it has begun and hangs up, within 15 seconds. It
// returns an error where Discord refuses this bot as a whole.
func (f *Frontend) Run(ctx context.Context, catalog chat.Catalog, core chat.Core) error {
	defer f.api.StandBy()()
	core.Share(Platform, 0) // until a shard is held
	g, err := f.gateway(ctx)
	if ctx.Err() != nil {
		return nil
	}
	if err != nil {
		return fmt.Errorf("discord: %w", err)
	}
	s := f.open(ctx, catalog, core)
	defer s.end()

	// The line outlives ctx: those who come while the bot stops are told so.
	line, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, g.Shards)
	for number := range g.Shards {
		sh := s.newShard(number, g)
		go func() { ended <- sh.run(ctx, line) }()
	}
	running := g.Shards
	var failures []error
	select {
	case err := <-ended: // Discord refuses this bot; what it has begun is finished
		failures, running = append(failures, err), running-1
	case <-ctx.Done():
	}
	stop()
	s.drain()
	hangUp() // only now: until here, people were told that the bot restarts
	for range running {
		failures = append(failures, <-ended)
	}
	return errors.Join(failures...)
}

// classOf is what an error of the API means; Unknown for any other.
func classOf(err error) chat.SendClass {
	var failed *chat.SendError
	if errors.As(err, &failed) {
		return failed.Class
	}
	return chat.Unknown
}
