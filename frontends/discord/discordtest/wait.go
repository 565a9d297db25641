package discordtest

import (
	"context"
	"slices"
)

// Ready waits until the bot is connected and has registered commands, or ctx
// ends.
func (s *Server) Ready(ctx context.Context) error {
	return s.until(ctx, func() bool { return s.registered() && s.listened() })
}

func (s *Server) registered() bool {
	if s.global.set {
		return true
	}
	for _, g := range s.ordered {
		if g.commands.set {
			return true
		}
	}
	return false
}

// listened reports whether somebody hears of every guild.
func (s *Server) listened() bool {
	for number := range max(1, s.opt.Shards) {
		if !slices.ContainsFunc(s.gateway.links, func(l *link) bool {
			return l.live() && (l.session.shard[1] <= 1 || l.session.shard[0] == number)
		}) {
			return false
		}
	}
	return true
}

// Idle waits until nobody waits for an answer to an act, no request is under
// way and every event has been written, or ctx ends. Acts whose time is over
// by the server's clock are no longer waited for.
func (s *Server) Idle(ctx context.Context) error {
	return s.until(ctx, func() bool { return s.quiet() && s.interactions.unanswered(s.opt.Now()) == 0 })
}

// Quiet is Idle without those who wait: whoever was told to wait by a process that
// died then does so for a quarter of an hour.
func (s *Server) Quiet(ctx context.Context) error { return s.until(ctx, s.quiet) }

func (s *Server) quiet() bool {
	for _, l := range s.gateway.links {
		if !l.idle() {
			return false
		}
	}
	return s.flight == 0
}

// until waits for a condition that is asked under the lock at every change.
func (s *Server) until(ctx context.Context, holds func() bool) error {
	for {
		s.mu.Lock()
		now, changed := holds(), s.changed
		s.mu.Unlock()
		if now {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		case <-s.closing:
			return context.Canceled
		}
	}
}
