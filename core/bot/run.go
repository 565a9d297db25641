package bot

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// Catalog is what frontends offer: every command with the words of its menus.
func (b *Bot) Catalog() chat.Catalog { return b.registry.catalog }

// Run works until ctx ends: it runs the frontends, each supervised on its own,
// the outbox and the jobs. Then it stops: no new interaction is begun, what runs
// is finished, notifications under way get their outcome, and the frontends go
// last, because all of that needs them. It returns an error only when a worker
// failed, when every platform refused the bot, or when the stop took too long.
func (b *Bot) Run(ctx context.Context) error {
	base := context.WithoutCancel(ctx)
	work, endWork := context.WithCancel(base)
	defer endWork()
	front, endFront := context.WithCancel(base)
	defer endFront()
	var workers, fronts sync.WaitGroup
	running := map[string]func(context.Context) error{"outbox": b.outbox.Run, "jobs": b.jobs.Run, "shares": b.divide}
	maps.Copy(running, b.beside)
	failures := make(chan error, len(running)+1)
	for name, run := range running {
		workers.Go(func() {
			if err := run(work); err != nil && work.Err() == nil {
				failures <- fmt.Errorf("bot: %s: %w", name, err)
			}
		})
	}
	var refused atomic.Int32
	for _, platform := range b.platforms() {
		fronts.Go(func() {
			err := b.supervise(front, b.frontends[platform])
			if err != nil && int(refused.Add(1)) == len(b.frontends) {
				failures <- fmt.Errorf("bot: no platform is left: %w", err)
			}
		})
	}
	var failure error
	select {
	case <-ctx.Done():
	case failure = <-failures:
	case <-b.store.Fenced():
		// Nothing can be recorded any more, so that there is nothing to be finished.
		failure = fmt.Errorf("bot: %w", store.ErrFenced)
		endWork()
		endFront()
	}
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		b.stop()
		b.inside.Wait()
		endWork()
		workers.Wait()
		endFront()
		fronts.Wait()
	}()
	select {
	case <-finished:
		return failure
	case <-time.After(b.stopTime):
		return errors.Join(failure, errors.New("bot: the stop took too long; what was not finished will be repeated"))
	}
}

// supervise runs one frontend and starts it again, ever more slowly, when it
// fails. A refusal of the platform as a whole stops this frontend only, and is
// returned.
func (b *Bot) supervise(ctx context.Context, f chat.Frontend) error {
	const slowest = time.Minute
	wait := b.restartAfter
	for ctx.Err() == nil {
		started := time.Now()
		err := b.runFrontend(ctx, f)
		if ctx.Err() != nil || err == nil {
			return nil //nolint:nilerr // what fails while it is stopped is no failure
		}
		var refused *chat.SendError
		if errors.As(err, &refused) && refused.Class == chat.Fatal {
			b.log.Error("frontend stopped for good", "platform", f.Platform(), "cause", err)
			return err
		}
		if time.Since(started) > slowest {
			wait = b.restartAfter
		}
		b.log.Error("frontend failed and starts again", "platform", f.Platform(), "in", wait, "cause", err)
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
		wait = min(2*wait, slowest)
	}
	return nil
}

func (b *Bot) runFrontend(ctx context.Context, f chat.Frontend) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	b.outbox.Resume(f.Platform())
	b.stepIn(f.Platform())
	defer func() { b.leave(f.Platform(), err) }()
	return f.Run(ctx, b.registry.catalog, b)
}

// leave pauses what goes to a platform whose frontend ended. Where another process
// goes on with it, it is left to that one.
func (b *Bot) leave(p chat.Platform, err error) {
	var failed *chat.SendError
	refused := errors.As(err, &failed) && failed.Class == chat.Fatal
	if refused || b.store.Processes() == 1 {
		b.outbox.Pause(p)
		return
	}
	b.standBack(p)
}

// enter counts an interaction that begins, or reports that the engine stops.
func (b *Bot) enter() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stopped {
		return false
	}
	b.inside.Add(1)
	return true
}

// stop refuses what comes from now on.
func (b *Bot) stop() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stopped = true
}

// Settle waits until no notification and no job is due or under way. The
// sandbox and tests use it to know that a conversation has come to rest.
func (b *Bot) Settle(ctx context.Context) error {
	if err := b.jobs.Idle(ctx); err != nil {
		return err
	}
	if err := b.outbox.Idle(ctx); err != nil || b.rest == nil {
		return err
	}
	return b.rest(ctx)
}
