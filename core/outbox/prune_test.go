package outbox_test

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

func (w *world) prune(before time.Time, most int) (n int64) {
	w.t.Helper()
	w.write(func(tx *store.Tx) (err error) {
		n, err = outbox.Prune(tx, before, most)
		return err
	})
	return n
}

func TestPrune(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.start()
	w.runner.Pause("t")
	once := to("bob", "1")
	once.Once = "deal:1"
	w.notify(once, to("eve", "2"), onT("carol", "open"))
	w.idle()
	first := w.outcomes("s")[0].ID
	w.clock.Advance(time.Hour)
	w.notify(to("bob", "3"))
	w.idle()
	hourAgo := w.clock.Now().Add(-time.Hour)
	for _, c := range []struct {
		before time.Time
		most   int
		want   int64
		left   int
	}{
		{before: hourAgo, most: 10, want: 0, left: 4},
		{before: hourAgo.Add(time.Millisecond), most: 1, want: 1, left: 3},
		{before: hourAgo.Add(time.Millisecond), most: 10, want: 1, left: 2},
		{before: w.clock.Now().Add(time.Hour), most: 10, want: 1, left: 1},
	} {
		if got := w.prune(c.before, c.most); got != c.want || len(w.states("s")) != c.left {
			t.Errorf("pruned %d of what ended before %v, want %d; %v are left, want %d", got, c.before, c.want, w.states("s"), c.left)
		}
	}
	w.expectAttempts()
	w.write(func(tx *store.Tx) error {
		id, queued, err := outbox.Notify(tx, once)
		if queued || id != first {
			t.Errorf("the same again: id %q queued %t, want %q and false", id, queued, first)
		}
		return err
	})
	w.runner.Resume("t")
	w.idle()
	w.expectSaid(w.d, "bob 1", "eve 2", "bob 3")
	w.expectSaid(w.tg, "carol open")
}

func TestPruneDeadLetters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.d.fails(failure(chat.Invalid))
	w.start()
	w.notify(to("bob", "1"))
	w.idle()
	if got := w.prune(w.clock.Now().Add(time.Millisecond), 10); got != 1 {
		t.Errorf("pruned %d, want the dead letter", got)
	}
	w.expect("s")
}
