package pretend

import (
	"context"
	"slices"
	"sync"

	"github.com/parleybot/parley/core/chat"
)

// event is one thing the platform tells the core until the core has taken it.
// Exactly one of in and ev is set, or neither where only a fact is remembered.
type event struct {
	seq  int64
	lane string // events of one lane are handed over in order
	in   *chat.Interaction
	ev   *chat.Event
	fact *fact
}

// fact is what the frontend wants to know again after a restart.
type fact struct{ key, value string }

func (e *event) id() string {
	switch {
	case e.in != nil:
		return e.in.EventID
	case e.ev != nil:
		return e.ev.EventID
	}
	return ""
}

// queue keeps events, as a platform does, until they are confirmed. It survives
// the frontend's Run, so that a restarted core is told again what it had not
// taken.
type queue struct {
	mu     sync.Mutex
	seq    int64
	events []*event
	more   chan struct{}
}

func newQueue() *queue { return &queue{more: make(chan struct{})} }

func (q *queue) add(e event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.seq++
	e.seq = q.seq
	q.events = append(q.events, &e)
	close(q.more)
	q.more = make(chan struct{})
}

// next waits for the first event after seq, or returns nil when ctx ends.
func (q *queue) next(ctx context.Context, seq int64) *event {
	for {
		q.mu.Lock()
		i, _ := slices.BinarySearchFunc(q.events, seq+1, func(e *event, s int64) int { return int(e.seq - s) })
		more := q.more
		if i < len(q.events) {
			defer q.mu.Unlock()
			return q.events[i]
		}
		q.mu.Unlock()
		select {
		case <-more:
		case <-ctx.Done():
			return nil
		}
	}
}

// confirm lets an event go; a copy that was queued again stays.
func (q *queue) confirm(e *event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.events = slices.DeleteFunc(q.events, func(o *event) bool { return o == e })
}

func (q *queue) empty() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.events) == 0
}
