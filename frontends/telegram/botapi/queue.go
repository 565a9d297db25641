package botapi

import (
	"context"
	"slices"
	"sync"
	"time"
)

// queue lets calls leave at the pace, the smaller rank first.
type queue struct {
	pace  Pace
	now   func() time.Time
	after func(time.Duration) <-chan time.Time
	wake  chan struct{} // holds one: the pump is to look again

	mu      sync.Mutex
	all     *window
	until   time.Time // everything is paused by a 429 without a chat
	chats   map[int64]*chatPace
	sweepAt int
	waiting [ranks][]*ticket
	pumping bool // one goroutine grants turns while anybody waits
}

// ticket is a call that waits for its turn.
type ticket struct {
	call   Call
	counts bool // toward its chat's limit
	turn   chan error
}

func newQueue(p Pace, now func() time.Time, after func(time.Duration) <-chan time.Time) *queue {
	p = p.filled()
	return &queue{
		pace: p, now: now, after: after, wake: make(chan struct{}, 1),
		all: newWindow(p.PerSecond, time.Second), chats: map[int64]*chatPace{}, sweepAt: 1024,
	}
}

// enter waits until the call may leave. Its errors are *Failure, of calls that
// did not leave. A notice does not wait out a pause: it is told how long it is.
func (q *queue) enter(ctx context.Context, call Call, method string) error {
	if err := ctx.Err(); err != nil {
		return &Failure{Method: method, cause: err}
	}
	mine := ticket{call: call, counts: call.Chat != 0 && countsInChat(method)}
	q.mu.Lock()
	now := q.now()
	if pause := q.paused(call.Chat).Sub(now); pause > 0 && call.Rank == RankNotice {
		q.mu.Unlock()
		return held(method, pause)
	}
	if !q.pumping && !q.free(mine).After(now) { // the usual case allocates nothing
		q.take(mine, now)
		q.mu.Unlock()
		return nil
	}
	t := &ticket{call: call, counts: mine.counts, turn: make(chan error, 1)}
	line := &q.waiting[call.Rank-RankAnswer]
	*line = append(*line, t)
	if !q.pumping {
		q.pumping = true
		go q.pump()
	}
	q.mu.Unlock()
	q.nudge()
	select {
	case err := <-t.turn:
		if f, ok := FailureOf(err); ok {
			f.Method = method
		}
		return err
	case <-ctx.Done():
		q.leave(t)
		return &Failure{Method: method, cause: context.Cause(ctx)}
	}
}

// held is what a notice is told during a pause, in the shape of the 429 that
// caused it.
func held(method string, pause time.Duration) error {
	return &Failure{Method: method, Code: tooMany, Description: "paused", RetryAfter: pause}
}

// pause stops a chat, or everything if chat is 0, and turns away the notices
// that wait for it.
func (q *queue) pause(chat int64, d time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	until := q.now().Add(d)
	if chat == 0 {
		q.until = latest(q.until, until)
	} else {
		c := q.chat(chat)
		c.until = latest(c.until, until)
	}
	notices := &q.waiting[RankNotice-RankAnswer]
	*notices = slices.DeleteFunc(*notices, func(t *ticket) bool {
		if chat != 0 && t.call.Chat != chat {
			return false
		}
		t.turn <- held("", d)
		return true
	})
}

func (q *queue) leave(t *ticket) {
	q.mu.Lock()
	line := &q.waiting[t.call.Rank-RankAnswer]
	*line = slices.DeleteFunc(*line, func(other *ticket) bool { return other == t })
	q.mu.Unlock()
	q.nudge()
}

func (q *queue) nudge() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// pump grants turns until nobody waits.
func (q *queue) pump() {
	for {
		q.mu.Lock()
		wait, anybody := q.grant()
		if !anybody {
			q.pumping = false
			q.mu.Unlock()
			return
		}
		q.mu.Unlock()
		select {
		case <-q.after(wait):
		case <-q.wake:
		}
	}
}

// grant gives every turn that is due and returns how long the next one will
// take, or false where nobody waits.
func (q *queue) grant() (time.Duration, bool) {
	now := q.now()
	var soonest time.Time
	for i, line := range q.waiting {
		q.waiting[i] = slices.DeleteFunc(line, func(t *ticket) bool {
			at := q.free(*t)
			if !at.After(now) {
				q.take(*t, now)
				t.turn <- nil
				return true
			}
			if soonest.IsZero() || at.Before(soonest) {
				soonest = at
			}
			return false
		})
	}
	return soonest.Sub(now), !soonest.IsZero()
}

// free returns from when on the ticket may leave.
func (q *queue) free(t ticket) time.Time {
	at := latest(q.all.free(), q.paused(t.call.Chat))
	c := q.chats[t.call.Chat]
	if c == nil || !t.counts {
		return at
	}
	return latest(at, c.free(q.pace))
}

// paused returns until when a chat, or everything, is paused.
func (q *queue) paused(chat int64) time.Time {
	if c := q.chats[chat]; c != nil {
		return latest(q.until, c.until)
	}
	return q.until
}

func (q *queue) take(t ticket, now time.Time) {
	q.all.take(now)
	if t.counts {
		q.chat(t.call.Chat).take(q.pace, now, t.call.group())
	}
}

// chat returns a chat's state, and forgets the chats at rest now and then.
func (q *queue) chat(id int64) *chatPace {
	c := q.chats[id]
	if c != nil {
		return c
	}
	if len(q.chats) >= q.sweepAt {
		now := q.now()
		for other, state := range q.chats {
			if state.rests(now) {
				delete(q.chats, other)
			}
		}
		q.sweepAt = max(1024, 2*len(q.chats))
	}
	c = &chatPace{}
	q.chats[id] = c
	return c
}
