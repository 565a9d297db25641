package store

import (
	"log/slog"
	"sync"
	"time"
)

// clock is the time of all transactions. It never goes back and never stands
// still, whatever is done to the machine's clock: order rests on the first,
// everything that waits for its time on the second.
type clock struct {
	now func() time.Time
	log *slog.Logger

	mu    sync.Mutex
	read  time.Time // the latest reading of now, with its monotonic part if it has one
	shown time.Time // what was made of it
}

func newClock(now func() time.Time, log *slog.Logger) *clock {
	first := now()
	return &clock{now: now, log: log, read: first, shown: first.Round(0)}
}

// show returns the time, in UTC and whole milliseconds.
func (c *clock) show() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	read := c.now()
	// The monotonic difference. Without one, the moment of a step back counts as
	// no time at all.
	elapsed := max(0, read.Sub(c.read))
	back := c.read.Round(0).Add(elapsed).Sub(read.Round(0))
	if back >= time.Second {
		c.log.Warn("store: the clock was set back; time goes on, a little slower, until it has caught up", "by", back)
	}
	c.read, c.shown = read, onward(c.shown, read.Round(0), elapsed)
	return time.UnixMilli(c.shown.UnixMilli()).UTC()
}

// notBefore lets time go on from an instant, if that is later than now.
func (c *clock) notBefore(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.After(c.shown) {
		c.shown = t.Round(0)
	}
}

// onward returns what to show some time after shown: what the machine's clock
// says, or, while that is behind, time that passes an eighth slower. So whatever
// waits comes due, if slightly late, and an error of an hour is gone in eight.
func onward(shown, wall time.Time, elapsed time.Duration) time.Time {
	if !wall.Before(shown) {
		return wall
	}
	return shown.Add(elapsed - elapsed/8)
}
