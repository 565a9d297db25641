package botapi

import (
	"context"
	"errors"

	"github.com/parleybot/parley/core/chat"
)

// intake is what polling and the webhook have in common: how one update is read,
// taken and, where that is no use, put aside.
type intake struct {
	c    *Client
	core chat.Core
	h    Handler

	taking, sending context.Context // outlive the one of Poll or Listen, to finish what runs
	over            chan struct{}   // closed when nothing is waited for any more
}

func newIntake(c *Client, core chat.Core, h Handler) intake {
	return intake{c: c, core: core, h: h, over: make(chan struct{})}
}

// takeOne reports false where nothing was recorded.
func (in *intake) takeOne(a arrival) (send func(context.Context), ok bool) {
	cause := a.poison
	if cause == nil {
		cause = guarded(func() (err error) {
			send, err = in.h.Take(in.taking, in.core, a.Update)
			return err
		})
	}
	if cause == nil {
		return send, true
	}
	if errors.Is(cause, chat.ErrNotRecorded) || in.taking.Err() != nil {
		return nil, false
	}
	if err := in.core.Quarantine(in.taking, Platform, a.EventID, a.Raw, cause); err != nil {
		in.c.log.Error("an update that cannot be handled could not be put aside", "event", a.EventID, "cause", err)
		return nil, false
	}
	return nil, true
}
