package pretend

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Failure is how the platform treats one notification. After tells that the
// message arrives all the same and only the platform's answer is bad.
type Failure struct {
	Error chat.SendError
	After bool
}

// delivered remembers a notification for as long as the platform does.
type delivered struct {
	id  string
	ref chat.MessageRef
	at  time.Time
}

// Fail makes the next sends fail, one failure each.
func (f *Frontend) Fail(failures ...Failure) {
	f.world.mu.Lock()
	defer f.world.mu.Unlock()
	f.failures = append(f.failures, failures...)
}

// Send posts a notification in a direct chat or place.
func (f *Frontend) Send(ctx context.Context, d chat.Delivery) (chat.MessageRef, error) {
	if err := ctx.Err(); err != nil {
		return chat.MessageRef{}, &chat.SendError{Class: chat.Retry, Err: err}
	}
	w := f.world
	w.mu.Lock()
	defer w.mu.Unlock()
	if f.core == nil {
		return chat.MessageRef{}, &chat.SendError{Class: chat.Retry, Err: errors.New("pretend: not running")}
	}
	if ref, known := f.remembered(d.ID); known {
		return ref, nil
	}
	// A failure is spent on every attempt that would have had an effect, also
	// where nobody can be reached.
	failure := f.nextFailure()
	if failure != nil && !failure.After {
		return chat.MessageRef{}, &failure.Error
	}
	to, refusal := f.destination(d)
	if refusal != nil {
		return chat.MessageRef{}, refusal
	}
	ref := f.postAll(to, d.Message, d.Locale, false)
	f.recent = append(f.recent, delivered{d.ID, ref, w.opt.Now()})
	if failure != nil {
		return chat.MessageRef{}, &failure.Error
	}
	return ref, nil
}

// destination finds where a notification goes, or why it cannot.
func (f *Frontend) destination(d chat.Delivery) (target, *chat.SendError) {
	w := f.world
	if !d.User.IsZero() {
		p := w.person(d.User)
		if p == nil || d.User.Platform != f.profile.Platform || !f.reachable(p) {
			return target{}, &chat.SendError{Class: chat.Unreachable, Err: errors.New("pretend: no open direct chat")}
		}
		return target{place: direct(p)}, nil
	}
	if d.Place.IsZero() {
		return target{}, &chat.SendError{Class: chat.Invalid, Err: errors.New("pretend: neither user nor place")}
	}
	for _, s := range w.spaces {
		if slices.Contains(s.former, d.Place) {
			return target{}, &chat.SendError{Class: chat.Moved, MovedTo: s.Place}
		}
		if s.Place == d.Place && !s.gone {
			return target{place: s.place()}, nil
		}
	}
	return target{}, &chat.SendError{Class: chat.Gone, Err: errors.New("pretend: no such place")}
}

// remembered finds a repeated delivery, and forgets those whose time is over.
func (f *Frontend) remembered(id string) (chat.MessageRef, bool) {
	now := f.world.opt.Now()
	f.recent = slices.DeleteFunc(f.recent, func(d delivered) bool {
		return now.Sub(d.at) >= f.profile.Caps.IdempotentFor
	})
	i := slices.IndexFunc(f.recent, func(d delivered) bool { return d.id == id && id != "" })
	if i < 0 {
		return chat.MessageRef{}, false
	}
	return f.recent[i].ref, true
}

func (f *Frontend) nextFailure() *Failure {
	if len(f.failures) == 0 {
		return nil
	}
	failure := f.failures[0]
	f.failures = f.failures[1:]
	return &failure
}

// Edit replaces a message that the bot wrote.
func (f *Frontend) Edit(ctx context.Context, ref chat.MessageRef, m chat.Message) error {
	if err := ctx.Err(); err != nil {
		return &chat.SendError{Class: chat.Retry, Err: err}
	}
	f.world.mu.Lock()
	defer f.world.mu.Unlock()
	old := f.world.messages[ref]
	if old == nil {
		return &chat.SendError{Class: chat.Gone, Err: ErrNoMessage}
	}
	f.replace(old, f.layout(ref.Place, m, "")[0], false)
	return nil
}
