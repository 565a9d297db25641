package pretend

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/chat/lane"
)

// Frontend joins one pretended platform to the core.
type Frontend struct {
	world   *World
	profile Profile
	queue   *queue

	// Guarded by the world's lock.
	core     chat.Core
	catalog  chat.Catalog
	failures []Failure
	lost     int // confirmations still to be dropped
	recent   []delivered
	last     map[string]event
}

var (
	_ chat.Frontend    = (*Frontend)(nil)
	_ chat.StartLinker = (*Frontend)(nil)
	_ chat.Editor      = (*Frontend)(nil)
)

// Platform returns the profile's platform.
func (f *Frontend) Platform() chat.Platform { return f.profile.Platform }

// Profile returns what the platform is like.
func (f *Frontend) Profile() Profile { return f.profile }

// Capabilities returns the profile's, with one difference: in a direct chat
// every answer is for the caller alone.
func (f *Frontend) Capabilities(place chat.PlaceRef) chat.Capabilities {
	caps := f.profile.Caps
	if place.IsZero() || isDirect(place) {
		caps.OnlyCaller = chat.Native
	}
	return caps
}

// StartLink returns the link that opens the direct chat with a payload.
func (f *Frontend) StartLink(payload string) (string, bool) {
	if f.profile.StartURL == "" || !validPayload(payload) {
		return "", false
	}
	return f.profile.StartURL + payload, true
}

// Catalog returns the commands that the core offered to the latest Run.
func (f *Frontend) Catalog() chat.Catalog {
	f.world.mu.Lock()
	defer f.world.mu.Unlock()
	return f.catalog
}

// Run hands over what people did, in order per person, until ctx ends. What was
// not confirmed by then is handed over again by the next Run.
func (f *Frontend) Run(ctx context.Context, catalog chat.Catalog, core chat.Core) error {
	if err := f.recallReach(ctx, core); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	f.connect(catalog, core)
	defer f.connect(chat.Catalog{}, nil)

	var lanes lane.Lanes
	var running sync.WaitGroup
	defer running.Wait()
	for seq := int64(0); ; {
		e := f.queue.next(ctx, seq)
		if e == nil {
			return nil
		}
		seq = e.seq
		// The position is taken here, before anything runs beside: that is what
		// keeps the acts of one person in order.
		enter := lanes.Enter(e.lane)
		running.Go(func() {
			_ = enter(ctx, func() { f.deliver(ctx, core, e) }) // fails only when ctx ends
		})
	}
}

// connect keeps the core for suggestions and sends; without one they fail.
func (f *Frontend) connect(catalog chat.Catalog, core chat.Core) {
	f.world.mu.Lock()
	defer f.world.mu.Unlock()
	f.core = core
	if core != nil {
		f.catalog = catalog
	}
	f.world.touch()
}

// deliver hands one event over until it is confirmed or ctx ends.
func (f *Frontend) deliver(ctx context.Context, core chat.Core, e *event) {
	for attempt := 1; ctx.Err() == nil; attempt++ {
		reply, err := hand(ctx, core, e)
		// Any other error comes with an answer that was recorded, or with one
		// that says so: handing the event over again would change nothing.
		again := errors.Is(err, chat.ErrNotRecorded)
		if again && ctx.Err() != nil {
			return
		}
		if again && (f.world.opt.Tries < 0 || attempt < f.world.opt.Tries) {
			pause(ctx, f.world.opt.Pause(attempt))
			continue
		}
		if !again && f.loses() {
			// The core has decided, the platform has not heard of it.
			continue
		}
		f.finish(e, reply)
		return
	}
}

// hand gives an event to the core. A fact is remembered first: it is true
// whatever the core makes of the event.
func hand(ctx context.Context, core chat.Core, e *event) (chat.Reply, error) {
	if e.fact != nil {
		if err := core.Remember(ctx, e.fact.key, e.fact.value); err != nil {
			return chat.Reply{}, errors.Join(chat.ErrNotRecorded, err)
		}
	}
	if e.ev != nil {
		return chat.Reply{}, core.Observe(ctx, *e.ev)
	}
	if e.in != nil {
		return core.Handle(ctx, *e.in)
	}
	return chat.Reply{}, nil
}

// finish shows the answer and lets the event go.
func (f *Frontend) finish(e *event, reply chat.Reply) {
	f.world.mu.Lock()
	if e.in != nil {
		f.answer(*e.in, reply)
	}
	if f.last == nil {
		f.last = map[string]event{}
	}
	f.last[e.lane] = *e
	f.queue.confirm(e)
	f.world.touch()
	f.world.mu.Unlock()
	if id := e.id(); id != "" && f.world.opt.Confirmed != nil {
		f.world.opt.Confirmed(f.profile.Platform, id)
	}
}

// pause waits, but never longer than the context lives.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
