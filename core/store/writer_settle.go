package store

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"
)

var errAborted = errors.New("store: transaction function did not return")

// settle keeps or undoes what one transaction did, whichever way it ended.
func (w *writer) settle(r *request, guarded bool, err error) {
	if err == nil {
		err = r.tx.ready()
	}
	if err == nil && guarded {
		err = w.conn.control(releaseBatch)
	}
	if err == nil {
		r.tx.err = ErrDone
		w.batch = append(w.batch, r)
		return
	}
	w.undo(r, guarded)
	r.tx.err = ErrDone
	r.answer(err)
}

// undo takes back one transaction, leaving those before it in the batch. If the
// database has already thrown the whole batch away, these are told so too.
func (w *writer) undo(r *request, guarded bool) {
	if !guarded {
		w.rollback()
		return
	}
	err := w.conn.undo(rollbackBatch, releaseBatch)
	if err == nil {
		return
	}
	w.rollback()
	if r.tx.err != nil {
		err = r.tx.err // a full disk, say; the failed undo is only its consequence
	}
	w.conclude(fmt.Errorf("store: the batch was lost with another transaction: %w", err))
}

// commit makes the batch durable and answers it. Nobody is told of success before
// the commit has returned, and nobody of failure before the batch is rolled back.
func (w *writer) commit() {
	if !w.open {
		return
	}
	if len(w.batch) == 0 {
		w.rollback()
		return
	}
	w.commits++
	if err := w.ask(BeforeCommit); err != nil {
		w.rollback()
		w.conclude(err)
		return
	}
	begun := time.Now()
	err := w.store.dialect.commit(w.conn, w.ending())
	w.observe(begun, err)
	if err != nil {
		w.rollback()
		w.conclude(fmt.Errorf("store: commit: %w", err))
		return
	}
	w.open = false
	w.store.keeper.wake()
	if err := w.ask(AfterCommit); err != nil {
		w.conclude(err)
		return
	}
	// Deferred, so that a function which ends the goroutine leaves nobody waiting.
	defer w.conclude(nil)
	for _, r := range w.batch {
		for _, hook := range r.tx.hooks {
			w.call(hook)
		}
	}
}

// ending gathers what the batch leaves for other processes.
func (w *writer) ending() ending {
	var b ending
	for _, r := range w.batch {
		b.at = max(b.at, Millis(r.tx.now))
		for _, name := range r.tx.rung {
			if !slices.Contains(b.bells, name) {
				b.bells = append(b.bells, name)
			}
		}
	}
	return b
}

// rollback ends the transaction without a trace. It may be gone already, which
// is as good; should it not go, the next BEGIN fails and says so.
func (w *writer) rollback() {
	_ = w.conn.control(rollback)
	w.open = false
}

// conclude answers the whole batch with err; nil is good news.
func (w *writer) conclude(err error) {
	for i, r := range w.batch {
		r.answer(err)
		w.batch[i] = nil
	}
	w.batch = w.batch[:0]
}

func (w *writer) ask(at Moment) error {
	if w.fault == nil {
		return nil
	}
	return w.fault(w.commits, at)
}

// call runs an OnCommit function. The commit has happened, so its panic can only
// be reported; it must not take the writer along.
func (w *writer) call(hook func()) {
	defer func() {
		if v := recover(); v != nil {
			w.store.log.Error("store: an OnCommit function panicked", "panic", v, "stack", string(debug.Stack()))
		}
	}()
	hook()
}
