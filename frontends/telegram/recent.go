package telegram

import (
	"encoding/json"
	"hash/maphash"
	"sync"
)

// remembered is how many edited messages are known by what they show.
const remembered = 4096

// recent knows what the messages show that were edited lately, by a hash: cards
// that count are edited often, and mostly to what they say already. The zero
// value is ready for use.
type recent struct {
	mu        sync.Mutex
	seed      maphash.Seed
	now, then map[card]uint64 // two generations: the older goes as a whole
}

// card is one message in one chat.
type card struct {
	chat int64
	id   int
}

// shows reports whether a message is known to show this.
func (r *recent) shows(c card, s sheet) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	sum, known := r.now[c]
	if !known {
		sum, known = r.then[c]
	}
	return known && sum == r.sum(s)
}

// note keeps what a message shows from now on.
func (r *recent) note(c card, s sheet) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.now == nil {
		r.seed = maphash.MakeSeed()
	}
	if r.now == nil || len(r.now) >= remembered/2 {
		r.now, r.then = map[card]uint64{}, r.now
	}
	r.now[c] = r.sum(s)
}

// forget is for a message of which it is not known what it shows.
func (r *recent) forget(c card) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.now, c)
	delete(r.then, c)
}

// sum is called under the lock, once there is a seed.
func (r *recent) sum(s sheet) uint64 {
	plain, _ := json.Marshal([]any{s.text, s.entities, s.keyboard}) // plain data: it cannot fail
	return maphash.Bytes(r.seed, plain)
}
