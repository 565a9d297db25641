package outbox_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// What another process sends is kept for it: nobody is written to elsewhere, as
// they would be in a pause.
func TestAnotherProcessSends(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.both("bob")
	w.start()
	w.runner.Share("d", 0)
	w.notify(onD("bob", "first"))
	w.notify(onD("bob", "second"))
	w.idle()
	w.expectSaid(w.d)
	w.expectSaid(w.tg)
	w.runner.Share("d", 0.5)
	w.idle()
	w.expectSaid(w.d, "bob first", "bob second")
	w.expectSaid(w.tg)
}

// beside is the world of another process on a database.
func beside(t *testing.T, url string) *world {
	w := newWorld(t)
	w.store = storetest.OpenOptions(t, store.Options{URL: url, Now: w.clock.Now, Migrations: []store.Migrations{outbox.Migrations()}})
	return w
}

// A process that starts beside another one leaves its claims alone, until that one
// is gone.
func TestClaimsOfTheLivingStand(t *testing.T) {
	t.Parallel()
	url := storetest.Database(t, outbox.Migrations())
	one, two := beside(t, url), beside(t, url)
	under, goOn := make(chan struct{}), make(chan struct{})
	one.d.plays(func(context.Context, chat.Delivery, int) error {
		close(under)
		<-goOn
		return nil
	})
	one.options.Store = one.store
	ended := make(chan error, 1)
	go func() { ended <- outbox.New(one.options).Run(t.Context()) }()
	n := to("bob", "hello")
	n.Repeatable = true
	one.notify(n)
	<-under
	two.d.plays(func(_ context.Context, d chat.Delivery, _ int) error {
		if d.Message.Document[0].Text == "hello" && two.store.Departures() == 0 {
			t.Error("sent while the other one is at it")
		}
		return nil
	})
	two.start()
	two.idle()
	two.expect("s", outbox.Sending)
	two.write(func(tx *store.Tx) error {
		tx.Ring("store.processes")
		_, err := tx.SQL().Exec("DELETE FROM store_processes WHERE id = ?", one.store.Process())
		return err
	})
	for gone := two.store.Bell("test"); two.store.Departures() == 0; {
		<-gone
	}
	two.idle()
	two.advance(time.Hour) // it was unknown what came of it
	two.expect("s", outbox.Sent)
	close(goOn) // the outcome comes too late, and from nobody
	if err := <-ended; !errors.Is(err, store.ErrFenced) {
		t.Errorf("the runner of a process that is out ended with %v", err)
	}
}
