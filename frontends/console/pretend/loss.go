package pretend

import (
	"context"
	"fmt"
	"slices"

	"github.com/parleybot/parley/core/chat"
)

// LoseConfirmations makes the platform miss the next n confirmations: it hands
// those events over once more, with the same ids, and shows the later answer.
func (f *Frontend) LoseConfirmations(n int) {
	f.world.mu.Lock()
	defer f.world.mu.Unlock()
	f.lost += n
}

// loses reports whether this confirmation is one of those to be missed.
func (f *Frontend) loses() bool {
	f.world.mu.Lock()
	defer f.world.mu.Unlock()
	if f.lost == 0 {
		return false
	}
	f.lost--
	return true
}

// Redeliver hands over once more what somebody did last, with the same id, and
// reports whether there was anything.
func (w *World) Redeliver(who chat.UserRef) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	f := w.frontend(who.Platform)
	if f == nil {
		return false
	}
	e, known := f.last[who.String()]
	if !known {
		return false
	}
	f.queue.add(e)
	w.touch()
	return true
}

// Deliver queues an interaction as it is, with an event id of the caller's
// choice, for tests that make up their own traffic.
func (f *Frontend) Deliver(in chat.Interaction) {
	f.queue.add(event{lane: in.User.Ref.String(), in: &in})
	f.world.mu.Lock()
	defer f.world.mu.Unlock()
	f.world.touch()
}

// Idle waits until the core has taken everything that people did.
func (w *World) Idle(ctx context.Context) error {
	return w.until(ctx, func(f *Frontend) bool { return f.queue.empty() })
}

// Ready waits until every platform runs.
func (w *World) Ready(ctx context.Context) error {
	return w.until(ctx, func(f *Frontend) bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return f.core != nil
	})
}

// until waits until something holds of every platform. What it asks must change
// only together with a call of touch.
func (w *World) until(ctx context.Context, all func(*Frontend) bool) error {
	for {
		changed := w.Changed()
		waits := slices.ContainsFunc(w.Frontends(), func(f *Frontend) bool { return !all(f) })
		if !waits {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (f *Frontend) violated(format string, args ...any) {
	f.world.broken = append(f.world.broken, string(f.profile.Platform)+": "+fmt.Sprintf(format, args...))
}

// checkToken notes a token that the platform could not carry.
func (f *Frontend) checkToken(token string) {
	if token == "" || len(token) > f.profile.Caps.TokenBytes {
		f.violated("a token of %d bytes, %d fit", len(token), f.profile.Caps.TokenBytes)
	}
}

// same compares what people would see and could press.
func same(a, b Message) bool {
	return a.Text == b.Text && fmt.Sprint(a.Marks, a.Fields, a.Selects, a.Numbered) == fmt.Sprint(b.Marks, b.Fields, b.Selects, b.Numbered) &&
		slices.EqualFunc(a.Rows, b.Rows, slices.Equal[[]Button]) && len(a.Files) == 0 && len(b.Files) == 0
}
