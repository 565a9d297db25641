package telegramtest

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// maxWaiting is how many updates the platform keeps for a bot.
const maxWaiting = 100_000

// waiting is an update that the bot has not confirmed.
type waiting struct {
	id    int64
	raw   json.RawMessage
	at    int64 // Unix milliseconds
	who   *person
	taken bool   // handed over at least once
	again bool   // queued again behind the bot's back: goes out before it can be confirmed
	lane  string // of deliveries: what is ahead in it goes first
	busy  bool   // it is being delivered, or waits to be again
	fails int    // deliveries that were not answered with 200
}

// queue holds updates until they are confirmed, as the real server does.
type queue struct {
	next    int64
	restart int64 // ids begin again here once the queue is empty
	list    []*waiting
	more    chan struct{}
	allowed []string // nil: the platform's default
	poller  *poller
	polled  bool

	lastOffset int64
	lastPoll   time.Time
}

// poller is one poll.
type poller struct {
	gone chan struct{} // closed when something displaces it
	held bool          // it found nothing and waits
}

func newQueue(first int64) queue { return queue{next: first, more: make(chan struct{})} }

// push queues an update that somebody (or nobody) caused. The lock is held.
func (s *Server) push(u *update, who *person) {
	if !s.wanted(u.kind()) {
		return
	}
	s.queue.renumber()
	u.ID = s.queue.next
	raw, err := json.Marshal(u)
	if err != nil {
		panic("telegramtest: an update that cannot be encoded: " + err.Error())
	}
	s.conformUpdate(raw)
	s.queue.next++
	w := &waiting{id: u.ID, raw: raw, at: s.opt.Now().UnixMilli(), who: who, lane: u.lane()}
	if who != nil {
		who.last = w
	}
	s.queue.add(w)
	s.touch()
}

// wanted tells whether the bot asked for that kind of update. A bot that polls
// and misses who comes and goes breaks rule 18.
func (s *Server) wanted(kind string) bool {
	if s.queue.allowed != nil {
		return slices.Contains(s.queue.allowed, kind)
	}
	if kind == "chat_member" && s.queue.polled {
		s.broke(18, "a chat_member update is lost: allowed_updates does not name it")
	}
	return kind != "chat_member"
}

func (q *queue) add(w *waiting) {
	q.list = append(q.list, w)
	if len(q.list) > maxWaiting {
		q.list = q.list[1:]
	}
	q.wake()
}

// wake lets long polls look again.
func (q *queue) wake() {
	close(q.more)
	q.more = make(chan struct{})
}

// renumber waits for an empty queue, because ids within it always grow.
func (q *queue) renumber() {
	if q.restart != 0 && len(q.list) == 0 {
		q.next, q.restart = q.restart, 0
	}
}

// confirm drops what the offset says the bot has. An offset beyond the queue
// (the ids began again) confirms nothing.
func (q *queue) confirm(offset int64) {
	q.renumber()
	if offset > q.next {
		return
	}
	q.list = slices.DeleteFunc(q.list, func(w *waiting) bool { return w.id < offset && (w.taken || !w.again) })
}

// expire drops what has waited for longer than the platform keeps it.
func (q *queue) expire(now int64) {
	for len(q.list) > 0 && now-q.list[0].at > updateLife.Milliseconds() {
		q.list = q.list[1:]
	}
}

// take hands the oldest updates over, as one JSON array, or returns nil.
func (q *queue) take(limit int) json.RawMessage {
	n := min(limit, len(q.list))
	if n == 0 {
		return nil
	}
	size := 2
	for _, w := range q.list[:n] {
		size += len(w.raw) + 1
	}
	all := append(make(json.RawMessage, 0, size), '[')
	for i, w := range q.list[:n] {
		if i > 0 {
			all = append(all, ',')
		}
		all = append(all, w.raw...)
		w.taken = true
	}
	return append(all, ']')
}

// Redeliver queues the newest update that somebody caused again, with the same
// id and before everything else, as a lost confirmation does.
func (s *Server) Redeliver(who chat.UserRef) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(who)
	if err != nil {
		return err
	}
	if p.last == nil {
		return errors.New("telegramtest: they caused no update")
	}
	again := *p.last
	again.taken, again.again, again.busy, again.fails = false, true, false, 0
	s.queue.list = slices.Insert(s.queue.list, 0, &again)
	s.queue.wake()
	s.touch()
	return nil
}

// Inject queues an update as it is: poison. It gets an update_id if it has
// none; what is no JSON at all spoils the whole batch, as it would.
func (s *Server) Inject(raw json.RawMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var known struct {
		ID int64 `json:"update_id"`
	}
	_ = json.Unmarshal(raw, &known)
	s.queue.renumber()
	if known.ID == 0 && len(raw) > 1 && raw[0] == '{' {
		known.ID = s.queue.next
		head := `{"update_id":` + strconv.FormatInt(known.ID, 10)
		if string(raw) != "{}" {
			head += ","
		}
		raw = append([]byte(head), raw[1:]...)
	}
	s.queue.next = max(s.queue.next, known.ID) + 1
	s.queue.add(&waiting{id: known.ID, raw: slices.Clone(raw), at: s.opt.Now().UnixMilli()})
	s.touch()
}

// RestartIDs lets update ids begin again at next as soon as the bot has
// confirmed everything, as they do after a week without updates.
func (s *Server) RestartIDs(next int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.restart = next
}

// Waiting is the number of updates that the bot has not confirmed.
func (s *Server) Waiting() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue.list)
}
