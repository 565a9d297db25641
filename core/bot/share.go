package bot

import (
	"context"
	"sync"

	"github.com/parleybot/parley/core/chat"
)

// shares remembers which frontends say for themselves what this process sends of
// what their platform takes, and which do not run just now.
type shares struct {
	mu   sync.Mutex
	told map[chat.Platform]bool
	left map[chat.Platform]bool
}

// Share has the outbox send a part of a platform's notifications.
func (b *Bot) Share(p chat.Platform, share float64) {
	b.shares.mu.Lock()
	defer b.shares.mu.Unlock()
	mark(&b.shares.told, p)
	b.outbox.Share(p, share)
}

// standBack leaves what goes to a platform to other processes while its frontend
// does not run here.
func (b *Bot) standBack(p chat.Platform) {
	b.shares.mu.Lock()
	defer b.shares.mu.Unlock()
	mark(&b.shares.left, p)
	b.outbox.Share(p, 0)
}

// stepIn ends that. A frontend that says for itself what it sends does so anew.
func (b *Bot) stepIn(p chat.Platform) {
	b.shares.mu.Lock()
	defer b.shares.mu.Unlock()
	if !b.shares.left[p] {
		return
	}
	delete(b.shares.left, p)
	if !b.shares.told[p] {
		b.outbox.Share(p, 1/float64(b.store.Processes()))
	}
}

func mark(set *map[chat.Platform]bool, p chat.Platform) {
	if *set == nil {
		*set = map[chat.Platform]bool{}
	}
	(*set)[p] = true
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
		if !b.shares.told[p] && !b.shares.left[p] {
			b.outbox.Share(p, 1/float64(n))
		}
	}
}
