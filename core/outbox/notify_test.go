package outbox_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

func TestNotify(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	n := to("bob", "hello")
	var id string
	w.write(func(tx *store.Tx) (err error) {
		var queued bool
		id, queued, err = outbox.Notify(tx, n)
		if !queued || len(id) != 24 {
			t.Errorf("id %q queued %t, want 24 characters and true", id, queued)
		}
		return err
	})
	if got := w.outcomes("s"); len(got) != 1 || got[0].State.Final() {
		t.Fatalf("before sending: %+v", got)
	}
	w.start()
	w.idle()
	got := w.outcomes("s")
	want := outbox.Outcome{
		ID: id, Kind: "test", Person: "bob", State: outbox.Sent, At: w.clock.Now(),
		Message: chat.MessageRef{Place: chat.PlaceRef{Platform: "d", ID: "chat"}, ID: "m-" + id},
	}
	if len(got) != 1 || got[0] != want {
		t.Errorf("outcome\n got %+v\nwant %+v", got, want)
	}
	if ids := w.d.ids(); !slices.Equal(ids, []string{id}) {
		t.Errorf("sent %v, want %s once", ids, id)
	}
}

func TestNotifyOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.start()
	n := to("bob", "hello")
	n.Once = "deal:1"
	w.notify(n)
	w.idle()
	// The key holds for ever, not just while the first one is open.
	w.write(func(tx *store.Tx) error {
		id, queued, err := outbox.Notify(tx, n)
		if queued || id != w.outcomesIn(tx, "s")[0].ID {
			t.Errorf("second: id %q queued %t, want the first one's and false", id, queued)
		}
		return err
	})
	w.idle()
	if said := w.d.said(); len(said) != 1 {
		t.Errorf("said %v, want it once", said)
	}
}

func (w *world) outcomesIn(tx *store.Tx, subject string) []outbox.Outcome {
	w.t.Helper()
	list, err := outbox.Status(tx, subject)
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

func TestNotifyRefuses(t *testing.T) {
	t.Parallel()
	place := chat.PlaceRef{Platform: "d", ID: "1"}
	for name, n := range map[string]outbox.Notification{
		"kind":     {Person: "bob"},
		"either":   {Kind: "k"},
		"both":     {Kind: "k", Person: "bob", Place: place},
		"priority": {Kind: "k", Person: "bob", Priority: 10},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			err := w.store.Write(t.Context(), func(tx *store.Tx) error {
				_, _, err := outbox.Notify(tx, n)
				return err
			})
			if err == nil || !strings.HasPrefix(err.Error(), "outbox: ") {
				t.Errorf("error %v, want one of the outbox", err)
			}
		})
	}
}

func TestRolledBackIsNotSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.start()
	w.write(func(tx *store.Tx) error {
		_ = tx.Savepoint(func() error {
			if _, _, err := outbox.Notify(tx, to("bob", "hello")); err != nil {
				t.Error(err)
			}
			return store.ErrNotFound
		})
		return nil
	})
	w.idle()
	if said := w.d.said(); len(said) != 0 {
		t.Errorf("said %v", said)
	}
}

func TestTimes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.start()
	later := to("bob", "later")
	later.NotBefore = w.clock.Now().Add(time.Hour)
	stale := to("bob", "stale")
	stale.NotBefore, stale.Expires = w.clock.Now().Add(time.Hour), w.clock.Now().Add(time.Minute)
	w.notify(later, stale, to("bob", "now"))
	w.idle()
	if got := w.d.said(); !slices.Equal(got, []string{"bob now"}) {
		t.Errorf("at once: %v", got)
	}
	w.advance(time.Hour - time.Millisecond)
	if got := w.d.said(); len(got) != 1 {
		t.Errorf("just before: %v", got)
	}
	w.advance(time.Millisecond)
	if got := w.d.said(); !slices.Equal(got, []string{"bob now", "bob later"}) {
		t.Errorf("when due: %v", got)
	}
	want := []outbox.State{outbox.Sent, outbox.Expired, outbox.Sent}
	if got := w.states("s"); !slices.Equal(got, want) {
		t.Errorf("states %v, want %v", got, want)
	}
}

func TestExpiresWhileWaiting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.d.fails(failure(chat.Retry), failure(chat.Retry))
	w.start()
	n := to("bob", "hello")
	n.Expires = w.clock.Now().Add(2 * time.Second)
	w.notify(n)
	w.idle()
	w.advance(time.Second)
	w.advance(time.Minute)
	if got := w.states("s"); !slices.Equal(got, []outbox.State{outbox.Expired}) || len(w.d.said()) != 2 {
		t.Errorf("states %v after %v", got, w.d.said())
	}
}

func TestPriority(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.d.caps.PerSecond = 1
	bulk, normal, urgent := to("a", "bulk"), to("b", "normal"), to("c", "urgent")
	bulk.Priority, urgent.Priority = outbox.Bulk, outbox.Urgent
	w.notify(bulk, normal, urgent)
	w.start()
	w.idle()
	w.advance(time.Second)
	w.advance(time.Second)
	if got := w.d.said(); !slices.Equal(got, []string{"c urgent", "b normal", "a bulk"}) {
		t.Errorf("order %v", got)
	}
}

func TestMessageIsForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.d.plays(nil)
	w.tg.fails(failure(chat.Invalid))
	w.start()
	bad := to("eve", "bad")
	bad.Prefer = chat.UserRef{Platform: "t", ID: "eve"}
	w.notify(to("bob", "good"), bad)
	w.idle()
	kept := map[string]bool{}
	err := w.store.Read(t.Context(), func(tx *store.Tx) error {
		return tx.SQL().Rows(`SELECT person, message IS NOT NULL FROM outbox`, nil, func(scan func(...any) error) error {
			var person string
			var has bool
			err := scan(&person, &has)
			kept[person] = has
			return err
		})
	})
	if err != nil || kept["bob"] || !kept["eve"] {
		t.Errorf("kept %v (%v), want the dead letter's message alone", kept, err)
	}
}
