package outbox_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// The person "old" has an account on "d", "young" one on "t", and they can be
// linked.
var (
	accountD = chat.UserRef{Platform: "d", ID: "old"}
	accountT = chat.UserRef{Platform: "t", ID: "young"}
)

func newPair(t *testing.T) *world {
	w := newWorld(t)
	w.identities["old"], w.identities["young"] = []chat.UserRef{accountD}, []chat.UserRef{accountT}
	route := w.options.Route
	w.options.Route = func(tx *store.Tx, person string, prefer chat.UserRef) ([]chat.UserRef, error) {
		refs, err := route(tx, person, prefer)
		if slices.Contains(refs, prefer) {
			refs = append([]chat.UserRef{prefer}, refs...)
		}
		return refs, err
	}
	return w
}

func (w *world) link() {
	w.write(func(tx *store.Tx) error {
		w.identities["old"], w.identities["young"] = []chat.UserRef{accountD, accountT}, []chat.UserRef{}
		return outbox.Moved(tx, accountT, "young", "old", true)
	})
}

func (w *world) undo() {
	w.write(func(tx *store.Tx) error {
		w.identities["old"], w.identities["young"] = []chat.UserRef{accountD}, []chat.UserRef{accountT}
		return outbox.Moved(tx, accountT, "old", "young", false)
	})
}

// preferring adds a wish to a notification.
func preferring(account chat.UserRef, n outbox.Notification) outbox.Notification {
	n.Prefer = account
	return n
}

func TestMovedKeepsTheOrder(t *testing.T) {
	t.Parallel()
	w := newPair(t)
	w.tg.fails(&chat.SendError{Class: chat.Retry, After: 5 * time.Minute})
	w.start()
	w.notify(preferring(accountT, to("young", "1")))
	w.idle()
	w.tg.plays(nil)
	w.link()
	w.notify(preferring(accountT, to("old", "2")), preferring(accountD, to("old", "3")))
	w.advance(time.Minute)
	w.expectSaid(w.tg, "young 1") // what was asked for holds: it waits its five minutes
	w.advance(4 * time.Minute)
	w.expectSaid(w.tg, "young 1", "young 1", "young 2")
	w.expectSaid(w.d, "old 3")
}

// What waits in both queues leaves in the order in which it was queued.
func TestMovedJoinsQueues(t *testing.T) {
	t.Parallel()
	w := newPair(t)
	w.start()
	w.runner.Pause("d")
	w.runner.Pause("t")
	later := to("young", "5")
	later.NotBefore = w.clock.Now().Add(time.Hour)
	w.notify(later, to("young", "1"), to("old", "2"), to("young", "3"), to("old", "4"))
	w.idle()
	w.link()
	w.runner.Resume("d") // one way out, so that the order shows
	w.idle()
	w.expectSaid(w.d, "old 1", "old 2", "old 3", "old 4")
	w.advance(time.Hour)
	w.expectSaid(w.d, "old 1", "old 2", "old 3", "old 4", "old 5")
}

func TestUndoTellsTheRightPerson(t *testing.T) {
	t.Parallel()
	w := newPair(t)
	w.start()
	w.runner.Pause("d")
	w.runner.Pause("t")
	w.notify(to("young", "before"), preferring(accountT, to("young", "wish")))
	w.link()
	w.notify(preferring(accountT, to("old", "young's")), preferring(accountD, to("old", "old's")), to("old", "anyone's"))
	w.idle()
	w.undo()
	w.runner.Resume("d")
	w.idle()
	w.expectSaid(w.d, "old old's", "old anyone's")
	w.expectSaid(w.tg)
	w.runner.Resume("t")
	w.idle()
	w.expectSaid(w.tg, "young before", "young wish", "young young's")
}

// A message under way arrives where it went; when it fails, it is sent again for
// whom it belongs to then, before what came later.
func TestMovedWhileUnderWay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		linked   bool // at the time of sending
		move     func(w *world)
		outcome  *chat.SendError
		onD, onT []string
	}{
		"link, sent":     {move: (*world).link, onD: []string{"old a"}, onT: []string{"young 1", "young 2"}},
		"link, failed":   {move: (*world).link, outcome: failure(chat.Retry), onD: []string{"old a"}, onT: []string{"young 1", "young 1", "young 2"}},
		"undo, sent":     {linked: true, move: (*world).undo, onD: []string{"old a"}, onT: []string{"young 1", "young 2"}},
		"undo, failed":   {linked: true, move: (*world).undo, outcome: failure(chat.Retry), onD: []string{"old a"}, onT: []string{"young 1", "young 1", "young 2"}},
		"there and back": {move: func(w *world) { w.link(); w.undo() }, outcome: failure(chat.Retry), onD: []string{"old a"}, onT: []string{"young 1", "young 1", "young 2"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newPair(t)
			begun, finish := make(chan struct{}), make(chan struct{})
			w.tg.plays(func(_ context.Context, d chat.Delivery, nth int) error {
				if d.Message.Document[0].Text != "1" || nth > 1 {
					return nil
				}
				close(begun)
				<-finish
				if c.outcome == nil {
					return nil
				}
				return c.outcome
			})
			w.start()
			person := "young"
			if c.linked {
				w.link()
				person = "old"
			}
			w.notify(preferring(accountT, to(person, "1")), preferring(accountT, to(person, "2")), preferring(accountD, to("old", "a")))
			<-begun
			c.move(w)
			close(finish)
			w.idle()
			w.advance(time.Second)
			w.expectSaid(w.d, c.onD...)
			w.expectSaid(w.tg, c.onT...)
			w.expect("s", outbox.Sent, outbox.Sent, outbox.Sent)
		})
	}
}

func TestSenderFollows(t *testing.T) {
	t.Parallel()
	undelivered := func(sender string, account chat.UserRef) outbox.Notification {
		n := preferring(chat.UserRef{Platform: "d", ID: "bob"}, to("bob", "hello"))
		n.Sender, n.SenderPrefer, n.Undelivered = sender, account, chat.Document{chat.Text("bob cannot be reached")}
		return n
	}
	for name, c := range map[string]struct {
		sender  string
		account chat.UserRef
		linked  bool
		moves   []func(w *world)
		onD     bool
	}{
		"linked":                 {sender: "young", moves: []func(*world){(*world).link}},
		"linked and undone":      {sender: "young", moves: []func(*world){(*world).link, (*world).undo}},
		"undone, acted on t":     {sender: "old", account: accountT, linked: true, moves: []func(*world){(*world).undo}},
		"undone, acted on d":     {sender: "old", account: accountD, linked: true, moves: []func(*world){(*world).undo}, onD: true},
		"undone, account unsaid": {sender: "old", linked: true, moves: []func(*world){(*world).undo}, onD: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newPair(t)
			begun, finish := make(chan struct{}), make(chan struct{})
			w.d.plays(func(_ context.Context, d chat.Delivery, _ int) error {
				if d.User.ID != "bob" {
					return nil
				}
				close(begun)
				<-finish
				return failure(chat.Unreachable)
			})
			w.start()
			if c.linked {
				w.link()
			}
			w.notify(undelivered(c.sender, c.account))
			<-begun
			for _, move := range c.moves {
				move(w)
			}
			close(finish)
			w.idle()
			d, tg := []string{"bob hello"}, []string{"young bob cannot be reached"}
			if c.onD {
				d, tg = []string{"bob hello", "old bob cannot be reached"}, nil
			}
			w.expectSaid(w.d, d...)
			w.expectSaid(w.tg, tg...)
		})
	}
}

// An account that leaves a person who has others takes its own news along only.
func TestMovedToNobodyElse(t *testing.T) {
	t.Parallel()
	w := newPair(t)
	w.start()
	w.write(func(tx *store.Tx) error {
		if _, _, err := outbox.Notify(tx, to("old", "mine")); err != nil {
			return err
		}
		if err := outbox.Moved(tx, accountD, "old", "old", true); err != nil {
			return err
		}
		return outbox.Moved(tx, accountT, "old", "young", false)
	})
	w.idle()
	w.expectSaid(w.d, "old mine")
	if got := w.outcomes("s"); got[0].Person != "old" || !got[0].Prefer.IsZero() {
		t.Errorf("outcome %+v", got[0])
	}
}
