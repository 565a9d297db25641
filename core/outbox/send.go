package outbox

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/trace"
)

// result is how an attempt ended; failure is nil where it was sent.
type result struct {
	claim
	ref     chat.MessageRef
	failure *chat.SendError
}

// send makes one attempt, in a goroutine of its own, and reports its end.
func (r *Runner) send(ctx context.Context, c claim) {
	res := result{claim: c}
	begun := r.now()
	ctx, end := r.options.Trace.Begin(ctx, trace.Op{Name: "send", Command: c.kind, Platform: string(c.to.platform()), ID: c.id})
	ref, err := r.attempt(ctx, c)
	end(err)
	if err == nil {
		res.ref = ref
	} else {
		res.failure = asSendError(err)
	}
	r.attempted(res, begun)
	r.pace.landed(c.to, res.failure, r.now())
	r.landed <- res
}

func (r *Runner) attempt(ctx context.Context, c claim) (ref chat.MessageRef, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.limit)
	defer cancel()
	defer func() {
		// What a panicking frontend has done, nobody knows.
		if v := recover(); v != nil {
			err = &chat.SendError{Class: chat.Unknown, Err: fmt.Errorf("outbox: panic: %v\n%s", v, debug.Stack())}
		}
	}()
	// A process that stood still since the claim may have lost it to another one.
	if err := r.store.Standing(); err != nil {
		return chat.MessageRef{}, &chat.SendError{Class: chat.Retry, Err: err}
	}
	return r.pace.frontend(c.to.platform()).Send(ctx, chat.Delivery{
		ID: c.id, User: c.to.user, Place: c.to.place, Message: c.message, Locale: c.locale,
	})
}
