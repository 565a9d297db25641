package telegram_test

import (
	"sync"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram"
)

// clock is a real clock that can be set ahead, and whose waits of one length
// end when the test says so.
type clock struct {
	mu      sync.Mutex
	ahead   time.Duration
	least   time.Duration // waits from here on are the test's …
	most    time.Duration // … up to here
	hasty   bool          // such waits end at once, and the clock goes on by as much
	waiting []chan time.Time
	asked   chan struct{} // closed and renewed when somebody begins such a wait
}

func newClock(least, most time.Duration) *clock {
	return &clock{least: least, most: most, asked: make(chan struct{})}
}

func (c *clock) options() telegram.Options { return telegram.Options{Now: c.now, After: c.after} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

func (c *clock) after(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d < c.least || d > c.most {
		return time.After(d)
	}
	ch := make(chan time.Time, 1)
	if c.hasty {
		c.ahead += d
		ch <- time.Now()
		return ch
	}
	c.waiting = append(c.waiting, ch)
	close(c.asked)
	c.asked = make(chan struct{})
	return ch
}

// changed is for stage.waits.
func (c *clock) changed() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.asked
}

func (c *clock) waits() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.waiting)
}

// ring sets the clock ahead and ends the waits.
func (c *clock) ring(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
	for _, ch := range c.waiting {
		ch <- time.Now()
	}
	c.waiting = nil
}

// slow is a core that thinks about some interactions until it is let go.
type slow struct {
	*frontendtest.Core
	holds   func(chat.Interaction) bool
	begun   chan chat.Interaction
	release chan struct{}
}

func newSlow(core *frontendtest.Core, holds func(chat.Interaction) bool) *slow {
	return &slow{Core: core, holds: holds, begun: make(chan chat.Interaction, 100), release: make(chan struct{})}
}
