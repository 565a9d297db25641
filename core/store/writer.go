package store

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"
)

// A batch ends when nobody waits any more, and at the latest after so many
// transactions or so much work: who came first should not pay for all the rest.
const (
	maxBatch  = 64
	batchWork = 2 * time.Millisecond
)

// writer owns the one connection that writes. All of it runs on one goroutine.
type writer struct {
	store   *Store
	conn    *conn
	fault   Fault
	queue   chan *request
	stopped chan struct{}

	open    bool       // BEGIN has run and neither COMMIT nor ROLLBACK has
	batch   []*request // those that went well and wait for the commit
	commits int64
}

func startWriter(s *Store, c *conn, fault Fault) *writer {
	w := &writer{
		store: s, conn: c, fault: fault,
		queue:   make(chan *request, maxBatch),
		stopped: make(chan struct{}),
		batch:   make([]*request, 0, maxBatch),
	}
	go w.run()
	return w
}

// stop ends the goroutine; no Write may be under way.
func (w *writer) stop() {
	close(w.queue)
	<-w.stopped
}

func (w *writer) run() {
	over := false
	defer func() {
		if over {
			close(w.stopped)
			return
		}
		// A transaction's function ended the goroutine, as a failing test does.
		// It is undone and answered by now; the others go on.
		go w.run()
	}()
	w.commit() // what such an end left behind
	for first := range w.queue {
		w.round(first)
	}
	over = true
}

// round runs first and whoever else waits, and commits them together.
func (w *writer) round(first *request) {
	deadline := w.store.clock.now().Add(batchWork)
	w.one(first)
	for n := 1; n < maxBatch && w.store.clock.now().Before(deadline); n++ {
		select {
		case next, ok := <-w.queue:
			if ok {
				w.one(next)
				continue
			}
		default:
		}
		break
	}
	w.commit()
}

// one runs a single transaction inside the batch. The first of a batch has
// nobody before it to protect and does without a savepoint.
func (w *writer) one(r *request) {
	if !w.begin(r) || !r.claim() {
		return
	}
	guarded := len(w.batch) > 0
	if guarded {
		if err := w.conn.control(savepointBatch); err != nil {
			r.answer(fmt.Errorf("store: open a savepoint: %w", err))
			return
		}
	}
	r.tx = newTx(r.ctx, w.store, w.conn, w.store.Now())
	var err error
	returned := false
	defer func() {
		if !returned {
			err = errAborted
			if v := recover(); v != nil {
				r.thrown = &Panic{Value: v, Stack: debug.Stack()}
			}
			r.exited = r.thrown == nil
		}
		w.settle(r, guarded, err)
	}()
	err = r.fn(r.tx)
	returned = true
}

// begin opens the batch's transaction if need be. Where it cannot, everyone who
// waits is told: they would only wait as long again, each in turn.
func (w *writer) begin(r *request) bool {
	if w.open {
		return true
	}
	latest, err := w.store.dialect.begin(context.Background(), w.conn)
	if err == nil {
		w.open = true
		w.store.clock.notBefore(Time(latest))
		return true
	}
	err = fmt.Errorf("store: begin: %w", err)
	for waiting := len(w.queue); ; waiting-- {
		if r.claim() {
			r.answer(err)
		}
		if waiting == 0 {
			return false
		}
		r = <-w.queue
	}
}
