package outbox_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// die stops the runner as a dying process does: the message under way never
// reports back, and the store is opened anew.
func (w *world) die() {
	w.t.Helper()
	const grace = 4 * time.Second
	over := make(chan time.Time)
	close(over)
	w.options.After = func(d time.Duration) <-chan time.Time {
		if d == grace {
			return over
		}
		return nil
	}
	begun, hang := make(chan struct{}), make(chan struct{})
	w.d.plays(func(context.Context, chat.Delivery, int) error {
		close(begun)
		<-hang
		return nil
	})
	w.t.Cleanup(func() { close(hang) })
	w.start()
	w.runner.Wake()
	<-begun
	w.stop()
	if err := w.store.Close(); err != nil {
		w.t.Fatal(err)
	}
	w.d.plays(nil)
	w.clock.Advance(time.Second)
	w.open(store.Options{})
}

func TestCrashBetweenClaimAndOutcome(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		repeatable bool
		idempotent time.Duration
		want       outbox.State
		sends      int
	}{
		"unknown":    {want: outbox.Unknown, sends: 1},
		"repeatable": {repeatable: true, want: outbox.Sent, sends: 2},
		"idempotent": {idempotent: 2 * time.Minute, want: outbox.Sent, sends: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.d.caps.IdempotentFor = c.idempotent
			n := to("bob", "hello")
			n.Repeatable = c.repeatable
			w.notify(n)
			w.die()
			w.expect("s", outbox.Sending)
			w.notify(to("bob", "after"))
			w.start()
			w.idle()
			w.advance(time.Minute)
			w.expect("s", c.want, outbox.Sent)
			ids := w.d.ids()
			if len(ids) != c.sends+1 || ids[0] != ids[c.sends-1] {
				t.Errorf("sent %v, want %d attempts under one id and the next one", ids, c.sends)
			}
			if attempts := w.attempts(); attempts[0] != "unknown" {
				t.Errorf("attempts %v: the lost one must be recorded", attempts)
			}
		})
	}
}

func TestLateOutcomeIsFenced(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	began := make(chan string, 10)
	hang := make(chan struct{})
	w.d.plays(func(_ context.Context, d chat.Delivery, nth int) error {
		began <- d.Message.Document[0].Text
		if nth == 1 && d.User.ID == "bob" {
			<-hang
			return failure(chat.Invalid)
		}
		return nil
	})
	w.start()
	n := to("bob", "hello")
	n.Repeatable = true
	w.notify(n)
	w.runner.Wake()
	<-began
	w.clock.Advance(2 * time.Minute) // the lease is over
	w.notify(to("eve", "other"))     // shows that a turn has been taken since
	w.runner.Wake()
	<-began
	w.clock.Advance(time.Second)
	w.runner.Wake()
	if again := <-began; again != "hello" {
		t.Fatalf("sent %q, want the repetition", again)
	}
	close(hang)
	w.idle()
	w.expect("s", outbox.Sent, outbox.Sent)
	w.expectAttempts("unknown", "sent", "sent")
	if !strings.Contains(w.log.String(), "too late to be recorded") {
		t.Errorf("the late outcome left no trace:\n%s", w.log)
	}
}

// A commit fails before or after its effect: whichever it was, the message goes
// out once and its outcome is recorded.
func TestFailingCommits(t *testing.T) {
	t.Parallel()
	for name, at := range map[string]store.Moment{"before": store.BeforeCommit, "after": store.AfterCommit} {
		for _, which := range []string{"claim", "outcome"} {
			t.Run(which+" "+name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				var armed atomic.Bool
				if err := w.store.Close(); err != nil {
					t.Fatal(err)
				}
				w.open(store.Options{Fault: func(_ int64, m store.Moment) error {
					if m == at && armed.CompareAndSwap(true, false) {
						return errors.New("disk on fire")
					}
					return nil
				}})
				w.options.After = func(time.Duration) <-chan time.Time { return time.After(time.Millisecond) }
				w.d.plays(func(context.Context, chat.Delivery, int) error {
					if which == "outcome" {
						armed.Store(true)
					}
					return nil
				})
				w.start()
				w.idle()
				w.write(func(tx *store.Tx) error {
					_, _, err := outbox.Notify(tx, to("bob", "hello"))
					tx.OnCommit(func() { armed.Store(which == "claim") })
					return err
				})
				w.idle()
				w.expect("s", outbox.Sent)
				if got := w.d.said(); len(got) != 1 || armed.Load() {
					t.Errorf("sent %v, fault still armed %t", got, armed.Load())
				}
				if !strings.Contains(w.log.String(), "disk on fire") {
					t.Error("the failure was not logged")
				}
			})
		}
	}
}

func TestStopWaitsForWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	begun, finish := make(chan struct{}), make(chan struct{})
	w.options.After = func(d time.Duration) <-chan time.Time {
		if d > time.Second {
			close(finish) // it has been told to stop, and waits
		}
		return nil
	}
	w.d.plays(func(ctx context.Context, _ chat.Delivery, _ int) error {
		close(begun)
		<-finish
		return ctx.Err() // a cancelled send would be of unknown outcome
	})
	w.start()
	w.notify(to("bob", "1"), to("bob", "2"))
	w.runner.Wake()
	<-begun
	w.stop()
	w.expect("s", outbox.Sent, outbox.Ready)
}

func TestStopCutsOffWhatTakesTooLong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	over := make(chan time.Time, 1)
	over <- time.Time{} // the first grace is over at once, the second never
	w.options.After = func(d time.Duration) <-chan time.Time {
		if d > time.Second {
			return over
		}
		return nil
	}
	begun := make(chan struct{})
	w.d.plays(func(ctx context.Context, _ chat.Delivery, _ int) error {
		close(begun)
		<-ctx.Done()
		return &chat.SendError{Class: chat.Unknown, Err: ctx.Err()}
	})
	w.start()
	w.notify(to("bob", "1"))
	w.runner.Wake()
	<-begun
	w.stop()
	w.expect("s", outbox.Unknown)
}

// A stop right after a commit that took effect though it failed: what was claimed
// by it has not been sent, and the next start sends it.
func TestStopAfterAFailedCommit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	var armed atomic.Bool
	failed := make(chan struct{}, 1)
	w.open(store.Options{Fault: func(_ int64, m store.Moment) error {
		if m == store.AfterCommit && armed.CompareAndSwap(true, false) {
			failed <- struct{}{}
			return errors.New("disk on fire")
		}
		return nil
	}})
	w.start()
	w.idle()
	w.write(func(tx *store.Tx) error {
		_, _, err := outbox.Notify(tx, to("bob", "hello"))
		tx.OnCommit(func() { armed.Store(true) })
		return err
	})
	<-failed
	w.stop()
	w.expect("s", outbox.Ready)
	w.start()
	w.idle()
	w.expect("s", outbox.Sent)
}

// A stop does not undo the turn in whose middle it comes, nor does the log call
// it a failure.
func TestStopInTheMiddleOfATurn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	w.options.Store = w.store
	w.options.Reached = func(tx *store.Tx, _ chat.UserRef) error {
		stop()
		return tx.Savepoint(func() error { return nil })
	}
	w.notify(to("bob", "hello"))
	if err := outbox.New(w.options).Run(ctx); err != nil {
		t.Fatal(err)
	}
	w.expect("s", outbox.Sent)
	if w.log.Len() > 0 {
		t.Errorf("logged:\n%s", w.log)
	}
}

func TestRunEndsWithTheStore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.options.Store = w.store
	r := outbox.New(w.options)
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := r.Run(t.Context()); !errors.Is(err, store.ErrClosed) {
		t.Errorf("run returned %v, want the store's end", err)
	}
}

func TestIdleEndsWithItsContext(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w.options.Store = w.store
	if err := outbox.New(w.options).Idle(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("idle without a run returned %v", err)
	}
}

func TestStartRoutesAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.start()
	w.runner.Pause("d")
	w.identities["bob"] = []chat.UserRef{{Platform: "d", ID: "bob"}, {Platform: "t", ID: "bob"}}
	w.notify(to("bob", "hello"))
	w.idle()
	w.stop()
	w.options.Frontends = []chat.Frontend{w.tg} // d was taken out of the configuration
	w.start()
	w.idle()
	if got := w.tg.said(); !slices.Equal(got, []string{"bob hello"}) {
		t.Errorf("sent %v", got)
	}
}
