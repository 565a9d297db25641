package discord

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordapi"
)

// shard is one connection of a session: what it says of itself, and its part of
// the guilds.
type shard struct {
	*session
	of     discordapi.Shard
	key    string // of the fact that holds its guilds
	id     string // of the gateway's session, from READY; only take uses it
	roster roster
}

// shares counts the shards of this process, whose part of all is its part of what
// may be sent.
type shares struct {
	mu   sync.Mutex
	mine int
}

func (s *session) newShard(number int, g discordapi.Gateway) *shard {
	sh := &shard{session: s, of: discordapi.Shard{Number: number, Count: g.Shards}, key: rosterKey, roster: roster{}}
	if g.Shards > 1 {
		sh.key = fmt.Sprintf("%s:%d/%d", rosterKey, number, g.Shards)
	}
	if s.limits {
		sh.of.Turn = func(ctx context.Context) error { return s.turnToIdentify(ctx, number%g.Concurrency) }
	}
	return sh
}

// run holds the lease of the shard and its connection. A process that waits for
// the lease gives up with ctx, one that has it hangs up with line.
func (s *shard) run(ctx, line context.Context) error {
	// Two processes with one shard would both be handed every interaction.
	release, err := s.core.Lease(ctx, s.lease+strconv.Itoa(s.of.Number))
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("discord: lease: %w", err)
	}
	defer release()
	s.share(1)
	defer s.share(-1)
	if s.of.Number == 0 {
		publishing, stop := context.WithCancel(ctx)
		defer stop()
		s.start(func() { s.publish(publishing) })
	}
	if err := s.api.RunShard(line, s.of, s.take); err != nil {
		return fmt.Errorf("discord: %w", err)
	}
	return nil
}

// share takes one shard more or less into account.
func (s *shard) share(by int) {
	s.shares.mu.Lock()
	defer s.shares.mu.Unlock()
	s.shares.mine += by
	s.core.Share(Platform, float64(s.shares.mine)/float64(s.of.Count))
}

// leaseName begins the names under which the shards of a bot are held.
func leaseName(token string) string {
	sum := sha256.Sum256([]byte(token))
	return "discord:shard:" + hex.EncodeToString(sum[:8]) + ":"
}

// turnToIdentify waits until five seconds after the last session that any process
// began in this bucket, and notes the instant. The lease keeps the others from
// doing so at the same time.
func (s *session) turnToIdentify(ctx context.Context, bucket int) error {
	name := s.lease + "identify:" + strconv.Itoa(bucket)
	release, err := s.core.Lease(ctx, name)
	if err != nil {
		return fmt.Errorf("discord: wait for others: %w", err)
	}
	defer release()
	noted, err := s.core.Recall(ctx, name)
	if err != nil {
		return fmt.Errorf("discord: wait for others: %w", err)
	}
	if last, err := strconv.ParseInt(noted, 10, 64); err == nil {
		// Clocks differ between machines: never longer than the pause itself.
		rest := min(time.UnixMilli(last).Add(discordapi.IdentifyPause).Sub(s.now()), discordapi.IdentifyPause)
		if rest > 0 && !s.pause(ctx, rest) {
			return ctx.Err()
		}
	}
	if err := s.core.Remember(ctx, name, strconv.FormatInt(s.now().UnixMilli(), 10)); err != nil {
		return fmt.Errorf("discord: note a new session: %w", err)
	}
	return nil
}

// gateway asks Discord for the number of shards until it answers.
func (f *Frontend) gateway(ctx context.Context) (discordapi.Gateway, error) {
	const first, most = time.Second, 5 * time.Minute
	for wait := first; ; wait = min(2*wait, most) {
		g, err := f.api.Gateway(ctx)
		var failed *chat.SendError
		if err == nil || ctx.Err() != nil || errors.As(err, &failed) && failed.Class == chat.Fatal {
			return g, err //nolint:wrapcheck // Run says whose it is
		}
		f.log.Warn("discord: Discord does not say how to connect", "cause", err)
		if !f.pause(ctx, wait) {
			return g, ctx.Err() //nolint:wrapcheck // the end of Run
		}
	}
}
