package bot

import (
	"context"
	"sync"

	"github.com/parleybot/parley/core/chat"
)

// shares remembers which frontends say for themselves what this process sends of
// what their platform takes.
type shares struct {
	mu   sync.Mutex
	told map[chat.Platform]bool
}

// Share has the outbox send a part of a platform's notifications.
func (b *Bot) Share(p chat.Platform, share float64) {
	b.shares.mu.Lock()
	defer b.shares.mu.Unlock()
	if b.shares.told == nil {
		b.shares.told = map[chat.Platform]bool{}
	}
	b.shares.told[p] = true
	b.outbox.Share(p, share)
}

// divide gives every process the same part of what a platform takes whose
// frontend says nothing, and anew whenever one comes or goes.
func (b *Bot) divide(ctx context.Context) error {
	changed := b.store.Bell("bot.share")
	for among := 1; ctx.Err() == nil; {
		if n := b.store.Processes(); n != among {
			among = n
			b.divideAmong(n)
		}
		select {
		case <-changed:
		case <-ctx.Done():
		}
	}
	return nil
}

func (b *Bot) divideAmong(n int) {
	b.shares.mu.Lock()
	defer b.shares.mu.Unlock()
	for p := range b.frontends {
		if !b.shares.told[p] {
			b.outbox.Share(p, 1/float64(n))
		}
	}
}
