package jobs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/trace"
)

// RunDue carries out every job that is due, those that fall due by it included,
// and returns how many tries were made. What a job does wrong is recorded and
// logged; the error is the store's, and the jobs it concerns are still due.
func (r *Runner) RunDue(ctx context.Context) (n int, err error) {
	for {
		var fetches sync.WaitGroup
		tried, err := r.sweep(ctx, &fetches)
		fetches.Wait()
		n += tried
		if err != nil || tried == 0 {
			return n, err
		}
	}
}

// sweep tries what is due until nothing is. What has to be fetched goes on in the
// background, counted in fetches.
func (r *Runner) sweep(ctx context.Context, fetches *sync.WaitGroup) (n int, err error) {
	if err := r.plan(ctx); err != nil {
		return 0, err
	}
	for {
		batch, err := r.look(ctx)
		if err != nil || len(batch) == 0 {
			return n, err
		}
		tried, err := r.runAll(ctx, batch, fetches)
		n += tried
		if err != nil {
			return n, err
		}
	}
}

// look returns due jobs, after freeing those whose fetching came to nothing.
func (r *Runner) look(ctx context.Context) (batch []row, err error) {
	var lapsed bool
	err = r.store.Read(ctx, func(tx *store.Tx) error {
		if lapsed, err = anyLapsed(tx); err != nil {
			return err
		}
		batch, err = dueRows(tx, parallel, r.runnable)
		return err
	})
	if err != nil || !lapsed {
		return batch, err
	}
	err = r.store.Write(ctx, func(tx *store.Tx) error {
		rows, err := lapsedRows(tx)
		if err != nil {
			return err
		}
		for _, j := range rows {
			if err := r.fail(tx, j, errLapsed); err != nil {
				return err
			}
		}
		batch, err = dueRows(tx, parallel, r.runnable)
		return err
	})
	return batch, err
}

var errLapsed = errors.New("jobs: the process that fetched it is gone")

// runAll tries the jobs side by side, so that they share a commit, and returns
// how many were its own to try.
func (r *Runner) runAll(ctx context.Context, batch []row, fetches *sync.WaitGroup) (tried int, err error) {
	results := make(chan error, len(batch))
	for _, j := range batch {
		go func() { results <- r.one(ctx, j, fetches) }()
	}
	var errs []error
	for range batch {
		switch err := <-results; {
		case err == nil:
			tried++
		case !errors.Is(err, errTaken):
			errs = append(errs, err)
		}
	}
	return tried, errors.Join(errs...)
}

// errTaken is how a try ends for which there was no room, or whose job another
// runner took first.
var errTaken = errors.New("jobs: taken by another runner")

// one tries a job. The row is looked at again in the transaction that takes it:
// what is known from before serves only to find it.
func (r *Runner) one(ctx context.Context, j row, fetches *sync.WaitGroup) error {
	h := r.handlers[j.Kind]
	if h.Fetch == nil {
		return r.finish(ctx, j, take, nil, nil)
	}
	select {
	case r.fetching <- struct{}{}:
	default:
		return errTaken
	}
	err := r.store.Write(ctx, func(tx *store.Tx) error {
		mine, err := claim(tx, j, h.lease())
		if err == nil && !mine {
			return errTaken
		}
		return err
	})
	if err != nil {
		<-r.fetching
		return err
	}
	j.claim++
	fetches.Go(func() {
		defer r.Wake() // there is room for another one
		defer func() { <-r.fetching }()
		result, failure := fetch(ctx, h, j.Job)
		if failure != nil && ctx.Err() != nil {
			failure = fmt.Errorf("%w: %w", errStopped, failure)
		}
		if err := r.finish(ctx, j, takeFetched, result, failure); err != nil {
			r.log.Warn("jobs: what was fetched could not be used", "kind", j.Kind, "subject", j.Subject, "err", err)
		}
	})
	return nil
}

// errStopped is how a fetch fails that was under way when everything stopped.
var errStopped = errors.New("jobs: stopped while fetching")

// finish takes the row and does the work in one transaction: whoever comes second
// finds it taken, and a crash leaves neither or both.
func (r *Runner) finish(ctx context.Context, j row, take taker, result []byte, failure error) error {
	begun := r.now()
	ctx, end := r.trace.Begin(ctx, trace.Op{Name: "job", Command: j.Kind, ID: j.ID})
	// What has begun comes to its end, even while everything stops.
	err := r.store.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		mine, err := take(tx, j)
		if err != nil {
			return err
		}
		if !mine {
			return errTaken
		}
		if failure == nil {
			failure = r.do(tx, j, result)
		}
		return r.settle(tx, j, failure)
	})
	end(cmp.Or(err, unlessMore(failure)))
	if err != nil && !errors.Is(err, errTaken) {
		return fmt.Errorf("jobs: run %s: %w", j.Kind, err)
	}
	if err == nil {
		r.tried(j.Kind, r.now().Sub(begun), unlessMore(failure) != nil)
		r.committed()
	}
	return err
}

// unlessMore is a failure, of which having more to do is none.
func unlessMore(failure error) error {
	if errors.Is(failure, ErrMore) {
		return nil
	}
	return failure
}

// taker makes a row its transaction's own, or reports that it is somebody else's.
type taker func(tx *store.Tx, j row) (mine bool, err error)

// do does the work and undoes it where it failed. ErrMore is no failure: it is
// returned, with what was done kept.
func (r *Runner) do(tx *store.Tx, j row, result []byte) error {
	var more error
	err := tx.Savepoint(func() (err error) {
		defer recovered(&err)
		err = r.handlers[j.Kind].Do(tx, j.Job, result)
		if errors.Is(err, ErrMore) {
			more, err = ErrMore, nil
		}
		return err
	})
	if err != nil {
		return err
	}
	return more
}

func fetch(ctx context.Context, h Handler, j Job) (result []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, h.within())
	defer cancel()
	defer recovered(&err)
	return h.Fetch(ctx, j)
}

// recovered makes an error of a panic, with its stack for the log.
func recovered(err *error) {
	if v := recover(); v != nil {
		*err = fmt.Errorf("jobs: panic: %v\n%s", v, debug.Stack())
	}
}
