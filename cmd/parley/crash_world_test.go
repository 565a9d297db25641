package main

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// crashWorld is everything that outlives the bot: the platforms, which keep what
// was not confirmed and redeliver it in order, and the people. The test's own
// goroutine starts and kills; each person is a goroutine that acts and waits;
// each life has one that takes in what the bot says. They meet under the lock.
type crashWorld struct {
	t      *testing.T
	ctx    context.Context // ends with the first failure
	cancel context.CancelFunc
	orders crashOrders
	leaps  int // of the pretended clock

	evening   chan struct{} // closed when nobody is to begin anything new
	beginners atomic.Int32  // pairs that are still busy with their first deal
	strays    int
	walks     sync.WaitGroup // of the strays

	mu       sync.Mutex
	calm     *sync.Cond // no event waits for its confirmation
	rng      *rand.Rand
	life     *crashLife // nil while the bot is dead
	number   int        // of events so far
	events   map[string]*crashEvent
	queues   map[chat.UserRef][]*crashEvent // unconfirmed, in the order of happening
	awaited  int                            // handed to this life and not confirmed
	stopping bool                           // this life was asked to end
	people   map[chat.UserRef]*crashPerson
	sent     map[string]int                       // by delivery: how often it came
	order    map[chat.UserRef][]string            // deliveries as each person first got them
	acts     map[string]map[chat.UserRef][]string // by handle: acknowledged, in order
	log      bytes.Buffer                         // what the bot logged
	figures  crashFigures

	// patience is how often one life is handed an event that it did not record; 0
	// where none may be refused. After that, weary is rung.
	patience int
	weary    chan struct{}
	struck   chan struct{} // rung when a call to the disk was struck
}

// crashEvent is something a person did, until its platform forgets it.
type crashEvent struct {
	in      chat.Interaction
	reads   bool          // changes nothing, so its answer may differ the next time
	forget  bool          // the first confirmation is lost: it will be redelivered all the same
	handed  int           // how often it was delivered
	awaited bool          // by this life
	refused int           // how often this life did not record it
	done    chan struct{} // closed with the first answer, which is
	screen  *crashScreen  // as the person sees it
	plain   string        // and byte by byte
}

func newCrashWorld(t *testing.T, seed uint64, orders crashOrders) *crashWorld {
	w := &crashWorld{
		t: t, orders: orders, rng: rand.New(rand.NewPCG(seed, 0)), events: map[string]*crashEvent{},
		queues: map[chat.UserRef][]*crashEvent{}, people: map[chat.UserRef]*crashPerson{}, sent: map[string]int{},
		order: map[chat.UserRef][]string{}, acts: map[string]map[chat.UserRef][]string{}, evening: make(chan struct{}), weary: make(chan struct{}, 1), struck: make(chan struct{}, 1),
	}
	w.beginners.Store(crashPairs)
	w.calm = sync.NewCond(&w.mu)
	end, set := t.Deadline()
	if !set {
		end = time.Now().Add(time.Hour)
	}
	// Shortly before the test is cut off, whoever still waits says for what.
	w.ctx, w.cancel = context.WithDeadline(t.Context(), end.Add(-10*time.Second))
	context.AfterFunc(w.ctx, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.calm.Broadcast()
	})
	return w
}

// Write keeps what the bot logs.
func (w *crashWorld) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if diskStruck(p) {
		ring(w.struck)
	}
	return w.log.Write(p)
}

func (w *crashWorld) logged() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.log.String()
}

// fail ends the test with a message; whoever waits for something gives up, in
// silence unless it was the waiting that took too long.
func (w *crashWorld) fail(format string, args ...any) {
	w.t.Helper()
	if !errors.Is(w.ctx.Err(), context.Canceled) {
		w.t.Errorf(format, args...)
	}
	w.cancel()
}

// begin starts the bot and hands it what was not confirmed.
func (w *crashWorld) begin() *crashLife {
	l := w.orders.start(w.t, w, w.take)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.life = l
	for _, queue := range w.queues {
		for _, ev := range queue {
			w.hand(ev)
		}
	}
	return l
}

// end notes that the bot is dead: nothing is awaited of it any more. It is called
// when all that it said was taken in, so no answer can come from the grave.
func (w *crashWorld) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.life, w.awaited, w.stopping = nil, 0, false
	for _, queue := range w.queues {
		for _, ev := range queue {
			ev.awaited, ev.refused = false, 0
		}
	}
}

// happen is how a person acts, whether the bot lives or not. The answer comes when
// done is closed. The lock is held while an event is handed over, so that the
// bot gets those of one person in the order in which they stand in the queue.
func (w *crashWorld) happen(in chat.Interaction, reads bool) *crashEvent {
	const lost = 0.15
	w.mu.Lock()
	defer w.mu.Unlock()
	w.number++
	in.EventID = "e" + strconv.Itoa(w.number)
	ev := &crashEvent{in: in, reads: reads, forget: w.rng.Float64() < lost, done: make(chan struct{})}
	w.events[in.EventID] = ev
	w.queues[in.User.Ref] = append(w.queues[in.User.Ref], ev)
	if w.life != nil {
		w.hand(ev)
	}
	return ev
}

func (w *crashWorld) hand(ev *crashEvent) {
	if ev.handed > 0 {
		w.figures.redelivered++
	}
	ev.handed++
	ev.awaited = true
	w.awaited++
	w.life.say(wireDown{Interaction: &ev.in})
}

// settle waits until every event is confirmed, then until the bot has come to rest.
func (w *crashWorld) settle(l *crashLife) {
	w.mu.Lock()
	for w.awaited > 0 && w.ctx.Err() == nil {
		w.calm.Wait()
	}
	w.mu.Unlock()
	l.say(wireDown{Settle: true})
	select {
	case <-l.settled:
	case <-l.over:
		w.fail("the bot ended instead of coming to rest")
	case <-w.ctx.Done():
	}
}
