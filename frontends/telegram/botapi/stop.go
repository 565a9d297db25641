package botapi

import (
	"context"
	"sync"
	"time"
)

// How long what runs is given after the stop: lanes, then answers, 15 s in all.
const (
	laneGrace = 10 * time.Second
	sendGrace = 14 * time.Second
	allGrace  = 15 * time.Second
)

// limit starts the clock of the stop, which runs from the end of ctx, and
// returns what ends it early.
func (in *intake) limit(ctx context.Context) (end func()) {
	var stopTaking, stopSending context.CancelFunc
	in.taking, stopTaking = context.WithCancel(context.WithoutCancel(ctx))
	in.sending, stopSending = context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer stopTaking()
		defer stopSending()
		select {
		case <-ctx.Done():
		case <-ended:
			return
		}
		lanes, sends, all := in.c.after(laneGrace), in.c.after(sendGrace), in.c.after(allGrace)
		for {
			select {
			case <-lanes:
				stopTaking()
			case <-sends:
				stopSending()
			case <-all:
				close(in.over)
				return
			case <-ended:
				return
			}
		}
	}()
	return sync.OnceFunc(func() { close(ended) })
}

// finish waits for the answers on their way and confirms the last batch if it
// can, so that the next start repeats no answer. What was not recorded, or is
// neither sent nor kept, stays unconfirmed.
func (p *poller) finish() {
	for waiting := true; waiting; {
		all, _, changed := p.owed.watch()
		if all == 0 {
			break
		}
		select {
		case <-changed:
		case <-p.sending.Done():
			waiting = false
		case <-p.over:
			waiting = false
		}
	}
	// Whoever is asked to stop while a poll runs has confirmed with it.
	if !p.ahead || p.sending.Err() != nil || p.owed.keep(p.sending) != nil {
		return
	}
	if _, err := p.fetch(p.sending, 0, 1); err != nil {
		p.c.log.Info("the last updates could not be confirmed and will come again", "cause", err)
	}
}
