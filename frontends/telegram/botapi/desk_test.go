package botapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// desk is the part of Telegram that hands out updates.
type desk struct {
	mu        sync.Mutex
	queue     []posted
	next      int64 // id of the next update
	confirmed []int64
	polls     []ask
	arrived   chan struct{}
	// fault, if set, may answer a poll in the desk's place: before the offset
	// has its effect, or after.
	fault func(p ask, after bool) (*http.Response, error)
}

type posted struct {
	id  int64
	raw string
}

// ask is a poll as it came.
type ask struct {
	Offset  *int64   `json:"offset"`
	Limit   int      `json:"limit"`
	Timeout int      `json:"timeout"`
	Allowed []string `json:"allowed_updates"`
	at      time.Time
}

func newDesk() *desk { return &desk{next: 1000, arrived: make(chan struct{})} }

// post puts a message into the queue and returns its update id.
func (d *desk) post(chat int64, words string) int64 {
	const form = `"message":{"message_id":1,"date":1,"chat":{"id":%d,"type":"private"},"text":%q}`
	return d.put(fmt.Sprintf(form, chat, words))
}

// put puts an update with these fields beside its id into the queue.
func (d *desk) put(fields string) int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	id := d.next
	d.next++
	d.enqueue(posted{id, fmt.Sprintf(`{"update_id":%d,%s}`, id, fields)})
	return id
}

// putRaw puts anything into the queue.
func (d *desk) putRaw(id int64, raw string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.enqueue(posted{id, raw})
}

func (d *desk) enqueue(p posted) {
	d.queue = append(d.queue, p)
	close(d.arrived)
	d.arrived = make(chan struct{})
}

// renumber makes the ids go on from another number.
func (d *desk) renumber(next int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.next = next
}

func (d *desk) left() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.queue)
}

func (d *desk) asked() []ask {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.polls)
}

// serve answers getUpdates as Telegram does.
func (d *desk) serve(r request) (*http.Response, error) {
	var p ask
	if err := json.Unmarshal(r.raw, &p); err != nil {
		return nil, err
	}
	p.at = r.at
	d.mu.Lock()
	d.polls = append(d.polls, p)
	fault := d.fault
	d.mu.Unlock()
	if fault != nil {
		if answer, err := fault(p, false); answer != nil || err != nil {
			return answer, err
		}
	}
	if p.Offset != nil {
		d.confirm(*p.Offset)
	}
	if fault != nil {
		if answer, err := fault(p, true); answer != nil || err != nil {
			return answer, err
		}
	}
	timeout := time.After(time.Duration(p.Timeout) * time.Second)
	for {
		d.mu.Lock()
		batch, arrived := d.queue[:min(len(d.queue), p.Limit)], d.arrived
		var raws []string
		for _, u := range batch {
			raws = append(raws, u.raw)
		}
		d.mu.Unlock()
		if len(raws) > 0 {
			return fine("[" + strings.Join(raws, ",") + "]")
		}
		select {
		case <-arrived:
		case <-timeout:
			return fine("[]")
		case <-r.http.Context().Done():
			return nil, r.http.Context().Err()
		}
	}
}

// confirm drops what is before the offset. An offset beyond the queue confirms
// nothing and is answered from the head, as the server's source does it.
func (d *desk) confirm(offset int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.queue) == 0 || offset > d.queue[len(d.queue)-1].id+1 {
		return
	}
	for len(d.queue) > 0 && d.queue[0].id < offset {
		d.confirmed = append(d.confirmed, d.queue[0].id)
		d.queue = d.queue[1:]
	}
}
