package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// errUnanswered is an act that nobody answered in time.
var errUnanswered = errors.New("nobody answered")

// act is one act of a person; it returns when the answer was seen.
func (c *crowd) act(ctx context.Context, p *person, s step) (sight, error) {
	p.turns++
	p.waits.Store(true)
	if err := s.do(c.double, p); err != nil {
		p.waits.Store(false)
		return sight{}, fmt.Errorf("%s: %s: %w", p.who, s.name, err)
	}
	patience := time.NewTimer(c.patience)
	defer patience.Stop()
	select {
	case seen := <-p.sees:
		return seen, nil
	case <-patience.C:
		return sight{}, fmt.Errorf("%s: %s: %w", p.who, s.name, errUnanswered)
	case <-ctx.Done():
		return sight{}, fmt.Errorf("%s: %s: %w", p.who, s.name, ctx.Err())
	}
}

// turn is what a person of the pool does next. The latency counts from since.
// Whoever was not answered does not come back to the pool: an answer that comes
// after all would be taken for that of the next act.
func (c *crowd) turn(ctx context.Context, p *person, next talk, since time.Time, t *tally) {
	s := next(c.script, p)
	if s.told != nil {
		s.told.waits.Store(true)
	}
	seen, err := c.act(ctx, p, s)
	switch {
	case err != nil || s.told == nil:
	case s.happened == nil || s.happened(c, p):
		err = c.told(ctx, s, since, t)
	default: // nobody is told of what was not done
		s.told.waits.Store(false)
		c.back(s.told)
	}
	if err != nil {
		t.fail(err)
		return
	}
	if s.deal {
		p.message, p.stands = seen.message, (p.stands+1)%len(c.script.deal)
	}
	t.add(seen.at, seen.at.Sub(since), s.last)
	t.sort(s.kind, seen.at.Sub(since))
	if s.after != nil {
		s.after(c, p)
	}
	c.back(p)
}

// told waits until the notification of an act was seen, and lets its reader go on.
func (c *crowd) told(ctx context.Context, s step, since time.Time, t *tally) error {
	patience := time.NewTimer(c.patience)
	defer patience.Stop()
	select {
	case seen := <-s.told.sees:
		t.sort("notice", seen.at.Sub(since))
		c.back(s.told)
		return nil
	case <-patience.C:
		return fmt.Errorf("%s: %s: the notification: %w", s.told.who, s.name, errUnanswered)
	case <-ctx.Done():
		return fmt.Errorf("%s: %s: the notification: %w", s.told.who, s.name, ctx.Err())
	}
}

// loop keeps so many acts in flight until n were done: a closed loop, where the
// next act waits for an answer. The people take turns by chance, so that nobody
// says much in a short time.
func (c *crowd) loop(ctx context.Context, inFlight, n int, next talk, t *tally) {
	var left atomic.Int64
	left.Store(int64(n))
	var workers sync.WaitGroup
	for range inFlight {
		workers.Go(func() {
			for ctx.Err() == nil && left.Add(-1) >= 0 {
				p := c.take()
				if p == nil {
					return // everybody else is under way, or given up
				}
				c.turn(ctx, p, next, time.Now(), t)
			}
		})
	}
	workers.Wait()
}

// greet lets everybody say something once, so that the bot knows them all.
func (c *crowd) greet(ctx context.Context, inFlight int) error {
	everybody := make(chan *person)
	var workers sync.WaitGroup
	var t tally
	for range inFlight {
		workers.Go(func() {
			for p := range everybody {
				if _, err := c.act(ctx, p, c.script.ping); err != nil {
					t.fail(err)
				}
			}
		})
	}
	for _, p := range c.byID {
		everybody <- p
	}
	close(everybody)
	workers.Wait()
	return t.err()
}

// prepare brings everybody to the last step of the conversation that makes a deal.
func (c *crowd) prepare(ctx context.Context, inFlight int) error {
	var t tally
	c.allActOnce(true)
	defer c.allActOnce(false)
	var workers sync.WaitGroup
	for range inFlight {
		workers.Go(func() {
			for p := c.take(); p != nil && ctx.Err() == nil; p = c.take() {
				for t.err() == nil && p.stands < len(c.script.deal)-1 {
					s := creations(c.script, p)
					seen, err := c.act(ctx, p, s)
					if err != nil {
						t.fail(err)
						break
					}
					p.message, p.stands = seen.message, p.stands+1
				}
				c.back(p)
			}
		})
	}
	workers.Wait()
	if err := t.err(); err != nil {
		return fmt.Errorf("bring the conversations to their last step: %w", err)
	}
	return ctx.Err()
}
