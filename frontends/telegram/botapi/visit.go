package botapi

import (
	"context"
	"net/http"
)

// visit is one update from its first delivery until Telegram was told that it need
// not come again.
type visit struct {
	mark  mark
	taken chan struct{} // closed when it is recorded and its answer is on its way
	done  chan struct{} // closed when there is an answer to the delivery: code
	code  int
}

// enter returns the visit of an update, which begins here if it has none; nil where
// nothing is begun any more. Kept says that its answer is remembered as owed already.
func (k *hook) enter(a arrival, kept bool) *visit {
	k.mu.Lock()
	defer k.mu.Unlock()
	m := mark{a.ID, a.sum}
	if v := k.visits[m]; v != nil {
		return v
	}
	if k.closing {
		return nil
	}
	k.tidy()
	v := &visit{mark: m, taken: make(chan struct{}), done: make(chan struct{})}
	k.visits[m] = v
	// Its place in the lane is taken before anybody else can enter.
	mine := k.turns.enter(a.lane, a.ID)
	k.work.Go(func() { k.visit(v, mine, a, kept) })
	return v
}

// tidy forgets what is finished, where there is too much of it. The lock is held.
func (k *hook) tidy() {
	if len(k.visits) < mostVisits {
		return
	}
	for m, v := range k.visits {
		select {
		case <-v.done:
			delete(k.visits, m)
		default:
		}
	}
}

// forget drops a visit: what comes again now is answered from the ledger.
func (k *hook) forget(v *visit) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.visits[v.mark] == v {
		delete(k.visits, v.mark)
	}
}

// visit takes an update when its turn has come, and sends its answer.
func (k *hook) visit(v *visit, mine *turn, a arrival, kept bool) {
	<-mine.come
	if mine.off || k.taking.Err() != nil {
		k.turns.leave(mine, false)
		k.end(v, http.StatusServiceUnavailable)
		return
	}
	send, recorded := k.takeOne(a)
	if !recorded {
		k.turns.leave(mine, false)
		k.end(v, http.StatusInternalServerError)
		return
	}
	if send == nil {
		k.turns.leave(mine, true)
		k.end(v, http.StatusOK)
		return
	}
	it := k.owed.add(a.lane, a.Raw, kept)
	k.work.Add(1)
	k.sends.push(a.lane, func() { // in the lane's order, as the turn is not over yet
		defer k.work.Done()
		k.end(v, k.answer(a, it, send))
	})
	close(v.taken)
	k.turns.leave(mine, true)
}

// answer sends an answer. One that was cut off at the end is not sent: its update
// comes again, or stays owed.
func (k *hook) answer(a arrival, it *item, send func(context.Context)) int {
	if k.sending.Err() != nil {
		return http.StatusServiceUnavailable
	}
	err := guarded(func() error {
		send(k.sending)
		return nil
	})
	if err != nil {
		k.c.log.Error("sending an answer failed", "event", a.EventID, "cause", err)
	}
	if k.sending.Err() != nil {
		return http.StatusServiceUnavailable
	}
	k.owed.sent(k.sending, it)
	return http.StatusOK
}

// end tells all deliveries of a visit what became of it. One that failed is
// forgotten first, so that the next delivery tries anew.
func (k *hook) end(v *visit, code int) {
	if code != http.StatusOK {
		k.forget(v)
	}
	v.code = code
	close(v.done)
}
