package jobs_test

import (
	"errors"
	"testing"

	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/store"
)

// A failure is recorded in whatever bytes it comes: a job whose end no database
// took would be tried again for ever.
func TestFailuresOfAnyEncodingAreRecorded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.schedule("bad", "x", w.clock.Now())
	r := w.runner(jobs.Handler{Kind: "bad", Do: func(*store.Tx, jobs.Job, []byte) error {
		return errors.New("d\xe9fectueuse\x00")
	}})
	if n, err := r.RunDue(t.Context()); n != 1 || err != nil {
		t.Fatalf("%d tries, %v", n, err)
	}
}

// What nobody here can run does not stand in the way of what comes behind it, be
// it more than is read at once.
func TestJobsBehindManyOfUnknownKinds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write(func(tx *store.Tx) error {
		for i := range 600 {
			j := jobs.Job{Kind: "unknown", Subject: string(rune('a' + i)), Due: tx.Now()}
			if _, err := jobs.Schedule(tx, j); err != nil {
				return err
			}
		}
		for i := range 20 {
			j := jobs.Job{Kind: "known", Subject: string(rune('a' + i)), Due: tx.Now()}
			if _, err := jobs.Schedule(tx, j); err != nil {
				return err
			}
		}
		return nil
	})
	if n, err := w.runner(jobs.Handler{Kind: "known", Do: write}).RunDue(t.Context()); n != 20 || err != nil {
		t.Fatalf("%d tries, %v", n, err)
	}
}
