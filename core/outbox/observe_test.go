package outbox_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/trace"
)

func TestAttemptsAndEndsAreTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var mu sync.Mutex
	var attempts []outbox.Attempted
	var ends []outbox.State
	var traced []trace.Op
	w.options.Attempted = func(a outbox.Attempted) { mu.Lock(); defer mu.Unlock(); attempts = append(attempts, a) }
	w.options.Ended = func(_ string, s outbox.State) { mu.Lock(); defer mu.Unlock(); ends = append(ends, s) }
	w.options.Trace = func(ctx context.Context, op trace.Op) (context.Context, func(error)) {
		mu.Lock()
		defer mu.Unlock()
		traced = append(traced, op)
		return ctx, func(error) {}
	}
	w.notify(to("bob", "1"), to("eve", "2"))
	w.clock.Advance(time.Minute)
	w.d.plays(func(_ context.Context, d chat.Delivery, _ int) error {
		if d.User.ID == "eve" {
			return failure(chat.Invalid)
		}
		return nil
	})
	w.start()
	w.idle()
	mu.Lock()
	defer mu.Unlock()
	slices.SortFunc(attempts, func(a, b outbox.Attempted) int { return len(a.Failure) - len(b.Failure) })
	if len(attempts) != 2 || attempts[0].Failure != "" || attempts[1].Failure != chat.Invalid {
		t.Fatalf("told %+v", attempts)
	}
	if attempts[0].Platform != "d" || attempts[0].Queued != time.Minute {
		t.Errorf("told %+v, want a minute in the queue", attempts[0])
	}
	slices.Sort(ends)
	if !slices.Equal(ends, []outbox.State{outbox.Dead, outbox.Sent}) {
		t.Errorf("ended %v", ends)
	}
	if len(traced) != 2 || traced[0].Name != "send" || traced[0].Platform != "d" {
		t.Errorf("traced %+v", traced)
	}
}

func TestBacklog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	later := to("mia", "3")
	later.NotBefore = w.clock.Now().Add(time.Hour)
	w.notify(to("bob", "1"), to("bob", "2"), later)
	count := func() (b outbox.Backlog) {
		t.Helper()
		err := w.store.Read(t.Context(), func(tx *store.Tx) (err error) { b, err = outbox.Open(tx); return err })
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	queued := w.clock.Now()
	w.clock.Advance(time.Minute)
	b := count()
	if b.Counts[outbox.Ready] != 1 || b.Counts[outbox.Behind] != 1 || b.Counts[outbox.Later] != 1 || b.Counts[outbox.Sending] != 0 || !b.Oldest.Equal(queued) {
		t.Errorf("waiting: %+v", b)
	}
	w.start()
	w.idle()
	if b := count(); b.Counts[outbox.Ready]+b.Counts[outbox.Behind] != 0 || b.Counts[outbox.Later] != 1 || !b.Oldest.IsZero() {
		t.Errorf("after it was sent: %+v", b)
	}
}
