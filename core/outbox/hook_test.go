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

func TestPrepare(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.options.Prepare = func(_ *store.Tx, person string, user chat.UserRef, place chat.PlaceRef, m chat.Message) (chat.Message, string, error) {
		switch m.Document[0].Text {
		case "error":
			return m, "", errors.New("no such phrase")
		case "panic":
			panic("no such phrase")
		}
		return says(person + "/" + user.ID + "/" + place.ID + "/" + m.Document[0].Text), "ar", nil
	}
	w.start()
	w.notify(to("eve", "error"), to("mia", "panic"), onT("bob", "hello"), at("room", "hi"))
	w.idle()
	w.expect("s", outbox.Dead, outbox.Dead, outbox.Sent, outbox.Sent)
	if got := w.tg.said(); !slices.Equal(got, []string{"bob bob/bob//hello"}) || w.tg.sent[0].Locale != "ar" {
		t.Errorf("sent %v", got)
	}
	if got := w.d.said(); !slices.Equal(got, []string{"room //room/hi"}) {
		t.Errorf("sent %v", got)
	}
	if got := strings.Count(w.log.String(), "no such phrase"); got != 2 {
		t.Errorf("logged %d times, want 2:\n%s", got, w.log)
	}
}

func TestFailingHooksKeepOutcomes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.options.Reached = func(*store.Tx, chat.UserRef) error { panic("boom") }
	w.options.Unreachable = func(*store.Tx, chat.UserRef) error { return errors.New("boom") }
	w.d.plays(func(_ context.Context, d chat.Delivery, _ int) error {
		if d.User.ID == "eve" {
			return failure(chat.Unreachable)
		}
		return nil
	})
	w.start()
	w.notify(to("bob", "1"), to("eve", "2"))
	w.idle()
	w.expect("s", outbox.Sent, outbox.Unreachable)
	if got := strings.Count(w.log.String(), "what follows from an outcome failed"); got != 2 {
		t.Errorf("logged %d times, want 2:\n%s", got, w.log)
	}
}

func TestRouteFailureHoldsUpNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	route, once := w.options.Route, true
	w.options.Route = func(tx *store.Tx, person string, prefer chat.UserRef) ([]chat.UserRef, error) {
		switch person {
		case "never":
			return nil, errors.New("no route")
		case "panic":
			panic("no route")
		case "twice":
			if once {
				once = false
				return nil, errors.New("no route")
			}
		}
		return route(tx, person, prefer)
	}
	w.start()
	w.notify(to("never", "1"), to("panic", "2"), to("twice", "3"), to("bob", "4"))
	w.idle()
	w.expect("s", outbox.Ready, outbox.Ready, outbox.Ready, outbox.Sent)
	for range 6 {
		w.advance(time.Minute)
	}
	w.expect("s", outbox.Dead, outbox.Dead, outbox.Sent, outbox.Sent)
}

func TestFullStoreIsNobodysFault(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	full := 3
	w.options.Prepare = func(_ *store.Tx, _ string, _ chat.UserRef, _ chat.PlaceRef, m chat.Message) (chat.Message, string, error) {
		if full--; full >= 0 {
			return m, "", &store.Error{Kind: store.Full, Err: errors.New("disk full")}
		}
		return m, "", nil
	}
	w.options.After = func(time.Duration) <-chan time.Time { return time.After(time.Millisecond) }
	w.start()
	w.notify(to("bob", "1"))
	w.idle()
	w.expect("s", outbox.Sent)
}

func TestWithoutHooks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.options = outbox.Options{Frontends: []chat.Frontend{w.d, w.tg}, Now: w.clock.Now}
	w.start()
	w.notify(onT("bob", "hello"), to("nobody", "x"), outbox.Notification{
		Place: chat.PlaceRef{Platform: "z", ID: "1"}, Kind: "test", Subject: "s", Message: says("elsewhere"),
	})
	w.idle()
	w.expect("s", outbox.Sent, outbox.Unreachable, outbox.Unreachable)
}
