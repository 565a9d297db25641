package main

import (
	"context"
	"errors"
	"sync"
	"time"
)

// errNobody is an act for which nobody was free.
var errNobody = errors.New("nobody was free to act: there are too few people for this rate")

// pace lets acts begin evenly, rate of them a second, until the span is over: an
// open loop, where a slow bot does not slow the people down. A latency counts
// from the moment at which the act was meant to begin, so that a late start
// counts as well.
func (c *crowd) pace(ctx context.Context, rate float64, span time.Duration, next talk, t *tally) {
	var acts sync.WaitGroup
	defer acts.Wait()
	begin := time.Now()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for i := 0; ; i++ {
		offset := time.Duration(float64(i) / rate * float64(time.Second))
		if offset >= span {
			return
		}
		at := begin.Add(offset)
		timer.Reset(time.Until(at))
		select {
		case <-timer.C:
		case <-ctx.Done():
			return
		}
		p := c.take()
		if p == nil {
			t.fail(errNobody)
			continue
		}
		acts.Go(func() { c.turn(ctx, p, next, at, t) })
	}
}
