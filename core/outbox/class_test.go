package outbox_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

func (w *world) expect(subject string, states ...outbox.State) {
	w.t.Helper()
	if got := w.states(subject); !slices.Equal(got, states) {
		w.t.Errorf("states %v, want %v", got, states)
	}
}

func (w *world) expectAttempts(outcomes ...string) {
	w.t.Helper()
	if got := w.attempts(); !slices.Equal(got, outcomes) {
		w.t.Errorf("attempts %v, want %v", got, outcomes)
	}
}

func TestRetry(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.d.fails(failure(chat.Retry), failure(chat.Retry))
	w.start()
	w.notify(to("bob", "hello"))
	w.idle()
	w.advance(999 * time.Millisecond)
	w.expectAttempts("retry")
	w.advance(time.Millisecond)
	w.expectAttempts("retry", "retry")
	w.advance(3 * time.Second)
	w.expectAttempts("retry", "retry", "sent")
	w.expect("s", outbox.Sent)
	if ids := w.d.ids(); ids[0] != ids[2] || ids[0] != w.outcomes("s")[0].ID {
		t.Errorf("ids %v: every attempt has the same", ids)
	}
}

func TestRetryGivesUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.d.plays(func(context.Context, chat.Delivery, int) error { return failure(chat.Retry) })
	w.start()
	n := to("bob", "hello")
	n.Sender, n.Undelivered = "alice", chat.Document{chat.Text("not delivered")}
	w.identities["alice"] = []chat.UserRef{{Platform: "t", ID: "alice"}}
	w.notify(n, to("bob", "after"))
	w.idle()
	for range 20 {
		w.advance(time.Minute)
	}
	w.expect("s", outbox.Dead, outbox.Dead, outbox.Sent)
	if got := strings.Count(w.log.String(), "outbox: given up"); got != 2 {
		t.Errorf("logged %d times, want once for each dead letter", got)
	}
	if got := len(w.d.said()); got != 12 {
		t.Errorf("%d attempts, want 6 each", got)
	}
	if got := w.tg.said(); !slices.Equal(got, []string{"alice not delivered"}) {
		t.Errorf("the sender was told %v", got)
	}
}

func TestUnknownIsNotRepeated(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.d.fails(failure(chat.Unknown))
	w.start()
	n := to("bob", "hello")
	n.Sender, n.Undelivered = "alice", chat.Document{chat.Text("not delivered")}
	w.notify(n)
	w.idle()
	w.advance(time.Hour)
	w.expect("s", outbox.Unknown)
	w.expectAttempts("unknown")
	if got := w.d.said(); len(got) != 1 {
		t.Errorf("sent %v, want it once and the sender not told of what may have arrived", got)
	}
}

func TestUnknownRepeatable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.d.plays(func(_ context.Context, _ chat.Delivery, nth int) error {
		if nth == 1 {
			return errors.New("not even a send error")
		}
		return nil
	})
	w.start()
	n := to("bob", "hello")
	n.Repeatable = true
	w.notify(n)
	w.idle()
	w.advance(time.Second)
	w.expectAttempts("unknown", "sent")
}

func TestUnknownWithinTheIdempotencyWindow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.d.caps.IdempotentFor = 2 * time.Minute
	w.d.fails(failure(chat.Unknown), failure(chat.Unknown))
	w.start()
	w.notify(to("bob", "hello"))
	w.idle()
	w.advance(time.Second)
	w.advance(3 * time.Second)
	w.expectAttempts("unknown", "unknown", "sent")
}

func TestUnknownAfterTheIdempotencyWindow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.d.caps.IdempotentFor = 2 * time.Minute
	w.d.fails(failure(chat.Unknown))
	w.start()
	w.notify(to("bob", "hello"))
	w.idle()
	w.advance(2 * time.Minute) // the machine slept over the repetition
	w.expectAttempts("unknown")
	w.expect("s", outbox.Unknown)
}

func TestPanickingFrontend(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.d.plays(func(context.Context, chat.Delivery, int) error { panic("boom") })
	w.start()
	w.notify(to("bob", "hello"))
	w.idle()
	w.expect("s", outbox.Unknown)
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d, tg := chat.UserRef{Platform: "d", ID: "bob"}, chat.UserRef{Platform: "t", ID: "bob"}
	absent := chat.UserRef{Platform: "z", ID: "bob"} // a platform that is not configured
	w.identities["bob"] = []chat.UserRef{absent, d, tg}
	w.identities["alice"] = []chat.UserRef{{Platform: "d", ID: "alice"}}
	var no, yes []chat.UserRef
	w.options.Unreachable = func(_ *store.Tx, ref chat.UserRef) error { no = append(no, ref); return nil }
	w.options.Reached = func(_ *store.Tx, ref chat.UserRef) error { yes = append(yes, ref); return nil }
	w.d.plays(func(_ context.Context, d chat.Delivery, _ int) error {
		if d.User.ID == "bob" {
			return failure(chat.Unreachable)
		}
		return nil
	})
	w.start()
	first := to("bob", "one")
	w.notify(first)
	w.idle()
	w.expect("s", outbox.Sent)
	if !slices.Equal(no, []chat.UserRef{d}) || !slices.Equal(yes, []chat.UserRef{tg}) {
		t.Errorf("unreachable %v, reached %v", no, yes)
	}

	w.tg.plays(func(context.Context, chat.Delivery, int) error { return failure(chat.Forbidden) })
	second := to("bob", "two")
	second.Subject, second.Sender = "s2", "alice"
	second.Undelivered = chat.Document{chat.Text("bob cannot be reached")}
	w.notify(second)
	w.idle()
	w.expect("s2", outbox.Unreachable, outbox.Sent)
	if got := w.d.said(); !slices.Contains(got, "alice bob cannot be reached") {
		t.Errorf("the sender was not told: %v", got)
	}
}

func TestUnreachableAfterUnknownStaysUnknown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.d.caps.IdempotentFor = 2 * time.Minute
	w.identities["bob"] = []chat.UserRef{{Platform: "d", ID: "bob"}, {Platform: "t", ID: "bob"}}
	w.d.fails(failure(chat.Unknown), failure(chat.Unreachable))
	w.start()
	w.notify(to("bob", "hello"))
	w.idle()
	w.advance(time.Second)
	w.expect("s", outbox.Unknown)
	if got := w.tg.said(); len(got) != 0 {
		t.Errorf("also sent %v, though it may have been read elsewhere", got)
	}
}

func TestSlow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.start()
	w.notify(to("known", "1"))
	w.idle()
	w.d.plays(func(_ context.Context, d chat.Delivery, nth int) error {
		if d.User.ID == "new1" && nth == 1 {
			return failure(chat.Slow)
		}
		return nil
	})
	w.notify(to("new1", "2"))
	w.idle()
	w.notify(to("new2", "3"), to("known", "4"), at("room", "5"))
	w.idle()
	got := w.d.said()
	slices.Sort(got)
	if want := []string{"known 1", "known 4", "new1 2", "room 5"}; !slices.Equal(got, want) {
		t.Errorf("while slow: %v, want %v", got, want)
	}
	w.advance(10 * time.Minute)
	w.expect("s", outbox.Sent, outbox.Sent, outbox.Sent, outbox.Sent, outbox.Sent)
}

func TestGone(t *testing.T) {
	t.Parallel()
	for _, class := range []chat.SendClass{chat.Gone, chat.Forbidden} {
		t.Run(string(class), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			told := 0
			w.options.Disabled = func(_ *store.Tx, _ chat.PlaceRef, why outbox.State) error {
				if why == outbox.State(class) {
					told++
				}
				return nil
			}
			w.d.fails(failure(class))
			w.start()
			w.notify(at("room", "1"), at("room", "2"))
			w.idle()
			w.expect("s", outbox.State(class), outbox.State(class))
			if got := w.d.said(); len(got) != 1 || told != 1 {
				t.Errorf("sent %v, told %d times, want once each", got, told)
			}
			w.write(func(tx *store.Tx) error {
				return outbox.Enable(tx, chat.PlaceRef{Platform: "d", ID: "room"})
			})
			w.d.plays(nil)
			w.notify(at("room", "3"))
			w.idle()
			w.expect("s", outbox.State(class), outbox.State(class), outbox.Sent)
		})
	}
}

func TestDeadLetters(t *testing.T) {
	t.Parallel()
	for _, class := range []chat.SendClass{chat.Late, chat.Invalid, chat.Full} {
		t.Run(string(class), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.d.fails(failure(class))
			w.start()
			w.notify(at("room", "1"))
			w.idle()
			w.advance(time.Hour)
			w.expect("s", outbox.Dead)
			w.expectAttempts(string(class))
			if got := strings.Count(w.log.String(), "level=ERROR"); got != 1 {
				t.Errorf("logged %d errors, want 1", got)
			}
		})
	}
}

func TestFatalPausesThePlatform(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.d.fails(failure(chat.Fatal))
	w.start()
	w.notify(to("bob", "1"))
	w.idle()
	w.notify(to("bob", "2"), to("eve", "3"), onT("carol", "4"))
	w.idle()
	w.advance(time.Hour)
	if got := append(w.d.said(), w.tg.said()...); !slices.Equal(got, []string{"bob 1", "carol 4"}) {
		t.Errorf("while d refuses us: %v", got)
	}
	w.runner.Resume("d")
	w.idle()
	w.d.fails()
	w.runner.Resume("d")
	w.idle()
	w.expect("s", outbox.Sent, outbox.Sent, outbox.Sent, outbox.Sent)
}

func TestPause(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.start()
	w.runner.Pause("d")
	w.notify(to("bob", "1"))
	w.idle()
	if got := w.d.said(); len(got) != 0 {
		t.Errorf("while paused: %v", got)
	}
	w.runner.Resume("d")
	w.idle()
	w.expect("s", outbox.Sent)
}

func TestMoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	old, fresh := chat.PlaceRef{Platform: "d", ID: "old"}, chat.PlaceRef{Platform: "d", ID: "new"}
	var told []chat.PlaceRef
	w.options.Moved = func(_ *store.Tx, a, b chat.PlaceRef) error { told = append(told, a, b); return nil }
	w.d.plays(func(_ context.Context, d chat.Delivery, _ int) error {
		if d.Place == old {
			return &chat.SendError{Class: chat.Moved, MovedTo: fresh}
		}
		return nil
	})
	w.start()
	scheduled := at("old", "3")
	scheduled.NotBefore = w.clock.Now().Add(time.Hour)
	w.notify(at("old", "1"), at("old", "2"), scheduled)
	w.idle()
	w.advance(time.Hour)
	if got := w.d.said(); !slices.Equal(got, []string{"old 1", "new 1", "new 2", "new 3"}) {
		t.Errorf("sent %v", got)
	}
	w.expectAttempts("moved", "sent", "sent", "sent")
	if !slices.Equal(told, []chat.PlaceRef{old, fresh}) {
		t.Errorf("told %v", told)
	}
}
