package botapi

import (
	"context"
	"encoding/json"
	"sync"
	"sync/atomic"
)

// batch reads what a poll brought and returns what is still to be taken, and
// the highest id of all of it, 0 where no id could be read.
func (p *poller) batch(raws []json.RawMessage) (todo []arrival, highest int64) {
	todo = make([]arrival, 0, len(raws))
	for _, raw := range raws {
		a := p.read(raw)
		highest = max(highest, a.ID)
		if !p.done.has(a) {
			todo = append(todo, a)
		}
	}
	return todo, highest
}

// take takes updates, each lane in its order and all lanes at once, and reports
// whether all of them are recorded. It waits for the core, never for the
// network. Kept says that their answers are remembered as owed already.
func (p *poller) take(todo []arrival, kept bool) bool {
	if len(todo) == 0 {
		return true
	}
	lanes := inLanes(todo)
	var failed atomic.Bool
	var running atomic.Int64
	running.Store(int64(len(lanes)))
	done := make(chan struct{})
	for _, lane := range lanes {
		go func() {
			if !p.takeLane(lane, kept) {
				failed.Store(true)
			}
			if running.Add(-1) == 0 {
				close(done)
			}
		}()
	}
	select {
	case <-done:
		return !failed.Load()
	case <-p.over:
		return false
	}
}

// inLanes sorts updates by lane and keeps their order within each.
func inLanes(todo []arrival) [][]arrival {
	var lanes [][]arrival
	index := make(map[string]int, len(todo))
	for _, a := range todo {
		i, known := index[a.lane]
		if !known {
			i = len(lanes)
			index[a.lane] = i
			lanes = append(lanes, nil)
		}
		lanes[i] = append(lanes[i], a)
	}
	return lanes
}

// takeLane takes updates one after the other. What follows one that could not
// be recorded waits with it, or it would be overtaken.
func (p *poller) takeLane(lane []arrival, kept bool) bool {
	for _, a := range lane {
		send, ok := p.takeOne(a)
		if !ok {
			return false
		}
		p.done.add(a)
		if send != nil {
			p.send(a, p.owed.add(a.lane, a.Raw, kept), send)
		}
	}
	return true
}

// send queues an answer behind those of its lane. One that was cut off at the
// end stays owed.
func (p *poller) send(a arrival, it *item, send func(context.Context)) {
	p.sends.push(a.lane, func() {
		if p.sending.Err() != nil || p.owed.gaveUp(it) {
			return
		}
		err := guarded(func() error {
			send(p.sending)
			return nil
		})
		if err != nil {
			p.c.log.Error("sending an answer failed", "event", a.EventID, "cause", err)
		}
		if p.sending.Err() == nil {
			p.owed.sent(p.sending, it)
		}
	})
}

// record is what was taken but may be delivered again, since nothing has
// confirmed it yet.
type record struct {
	mu   sync.Mutex
	seen map[mark]struct{}
}

type mark struct {
	id  int64
	sum sum
}

func (r *record) add(a arrival) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.seen == nil {
		r.seen = make(map[mark]struct{})
	}
	r.seen[mark{a.ID, a.sum}] = struct{}{}
}

func (r *record) has(a arrival) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, has := r.seen[mark{a.ID, a.sum}]
	return has
}

func (r *record) clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.seen)
}
