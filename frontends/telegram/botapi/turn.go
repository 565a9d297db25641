package botapi

import "sync"

// turns are the lanes of a webhook. Deliveries come side by side and may overtake
// each other on the way, so of those that wait in a lane the one with the lowest
// number goes first. The zero value is ready for use.
type turns struct {
	mu    sync.Mutex
	lanes map[string][]*turn // the first one has its turn
}

// turn is one update's place in its lane.
type turn struct {
	id   int64
	lane string
	come chan struct{} // closed when it is this one's turn, or when it is called off
	off  bool          // set before that: one before it could not be recorded
}

// enter takes a place. The caller waits for come and then calls leave, once.
func (t *turns) enter(lane string, id int64) *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.lanes == nil {
		t.lanes = map[string][]*turn{}
	}
	mine := &turn{id: id, lane: lane, come: make(chan struct{})}
	queue := t.lanes[lane]
	if len(queue) == 0 {
		close(mine.come)
	}
	t.lanes[lane] = append(queue, mine)
	return mine
}

// leave gives the place up. After one that was not recorded all that wait behind
// it are called off, or they would overtake it; they are delivered again, as it is.
func (t *turns) leave(mine *turn, recorded bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	queue := t.lanes[mine.lane]
	if len(queue) == 0 || queue[0] != mine { // it was called off
		return
	}
	waiting := queue[1:]
	if !recorded || len(waiting) == 0 {
		delete(t.lanes, mine.lane)
		for _, w := range waiting {
			w.off = true
			close(w.come)
		}
		return
	}
	lowest := 0
	for i, w := range waiting {
		if w.id < waiting[lowest].id {
			lowest = i
		}
	}
	waiting[0], waiting[lowest] = waiting[lowest], waiting[0]
	t.lanes[mine.lane] = waiting
	close(waiting[0].come)
}
