package store

import "time"

// Commit is what Options.Observe is told of one attempt to make a batch durable.
// The function runs on the writer's goroutine before anybody is answered: it must
// only count.
type Commit struct {
	Batch   int           // transactions that shared the commit
	Waiting int           // transactions that wait for the writer meanwhile
	Took    time.Duration // of the commit alone
	Err     error         // nil where it succeeded
}

func (w *writer) observe(begun time.Time, err error) {
	if w.store.observe == nil {
		return
	}
	w.store.observe(Commit{Batch: len(w.batch), Waiting: len(w.queue), Took: time.Since(begun), Err: err})
}
