package botapi

import "time"

// Pace is how fast calls may leave. The figures Telegram names in its FAQ
// ("My bot is hitting limits") are the defaults, which a zero field stands for;
// a negative one switches that limit off, for test servers and paid broadcasts.
type Pace struct {
	PerSecond      int           // calls in all
	ChatEvery      time.Duration // one message or edit in a chat, on average
	ChatBurst      int           // messages that may leave at once after a rest
	GroupPerMinute int           // messages and edits in one group
}

func (p Pace) filled() Pace {
	if p.PerSecond == 0 {
		p.PerSecond = 30
	}
	if p.ChatEvery == 0 {
		p.ChatEvery = time.Second
	}
	if p.ChatBurst <= 0 {
		p.ChatBurst = 3
	}
	if p.GroupPerMinute == 0 {
		p.GroupPerMinute = 20
	}
	return p
}

// groupSpan is a minute and what the network may compress it by on the way.
const groupSpan = 61 * time.Second

// window allows so many events in any span of time. The nil window allows all.
type window struct {
	span time.Duration
	last []time.Time // a ring of the last events
	next int
}

func newWindow(count int, span time.Duration) *window {
	if count < 0 {
		return nil
	}
	return &window{span: span, last: make([]time.Time, count)}
}

// free returns from when on the next event is allowed.
func (w *window) free() time.Time {
	if w == nil || w.last[w.next].IsZero() {
		return time.Time{}
	}
	return w.last[w.next].Add(w.span)
}

func (w *window) take(now time.Time) {
	if w == nil {
		return
	}
	w.last[w.next] = now
	w.next = (w.next + 1) % len(w.last)
}

// rests reports whether no event of the window counts any more.
func (w *window) rests(now time.Time) bool {
	if w == nil {
		return true
	}
	newest := w.last[(w.next+len(w.last)-1)%len(w.last)]
	return newest.IsZero() || !newest.Add(w.span).After(now)
}

// chatPace is the state of one chat.
type chatPace struct {
	due    time.Time // when the messages sent so far are paid for, at one per ChatEvery
	minute *window   // groups only
	until  time.Time // paused by a 429
}

// free returns from when on the chat takes another message.
func (c *chatPace) free(p Pace) time.Time {
	at := c.due
	if !at.IsZero() {
		at = at.Add(-time.Duration(p.ChatBurst-1) * p.ChatEvery)
	}
	return latest(at, c.minute.free())
}

func (c *chatPace) take(p Pace, now time.Time, group bool) {
	if p.ChatEvery > 0 {
		c.due = latest(c.due, now).Add(p.ChatEvery)
	}
	if group && c.minute == nil {
		c.minute = newWindow(p.GroupPerMinute, groupSpan)
	}
	c.minute.take(now)
}

// rests reports whether nothing is left of the chat to remember.
func (c *chatPace) rests(now time.Time) bool {
	return !c.due.After(now) && !c.until.After(now) && c.minute.rests(now)
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
