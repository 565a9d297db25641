package outbox_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
)

func TestPacePerSecond(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.d.caps.PerSecond = 20 // two at once, then one every 50 ms
	for i := range 6 {
		w.notify(to(fmt.Sprint("p", i), "x"))
	}
	w.start()
	w.idle()
	for i, want := range []int{2, 2, 3, 3, 4, 4, 5, 5, 6} {
		if got := len(w.d.said()); got != want {
			t.Errorf("after %d ms: %d sent, want %d", 25*i, got, want)
		}
		w.advance(25 * time.Millisecond)
	}
}

func TestPacePerPlace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.d.caps.PerPlace = time.Second
	w.notify(at("room", "1"), at("room", "2"), at("hall", "3"))
	w.start()
	w.idle()
	if got := w.d.said(); len(got) != 2 || slices.Contains(got, "room 2") {
		t.Errorf("at once: %v, want one to each place", got)
	}
	w.advance(999 * time.Millisecond)
	if got := w.d.said(); len(got) != 2 {
		t.Errorf("just before: %v", got)
	}
	w.advance(time.Millisecond)
	if got := w.d.said(); len(got) != 3 || got[2] != "room 2" {
		t.Errorf("a second later: %v", got)
	}
}

func TestWaitPausesOnePlace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.d.plays(func(_ context.Context, d chat.Delivery, nth int) error {
		if d.Message.Document[0].Text == "1" && nth <= 8 { // more often than a try may fail
			return &chat.SendError{Class: chat.Wait, After: 10 * time.Second}
		}
		return nil
	})
	w.start()
	w.notify(at("room", "1"), at("room", "2"), at("hall", "3"))
	w.idle()
	w.advance(9 * time.Second)
	if got := w.d.said(); len(got) != 2 {
		t.Errorf("while the room waits: %v", got)
	}
	for range 8 {
		w.advance(10 * time.Second)
	}
	if got := w.states("s"); !slices.Equal(got, []outbox.State{outbox.Sent, outbox.Sent, outbox.Sent}) {
		t.Errorf("states %v: waiting must not count as a try", got)
	}
}

func TestWaitPausesThePlatform(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.d.fails(&chat.SendError{Class: chat.Wait, After: time.Minute, All: true})
	w.start()
	w.notify(at("room", "1"))
	w.idle()
	w.notify(at("hall", "2"), onT("carol", "3"))
	w.idle()
	if got := append(w.d.said(), w.tg.said()...); !slices.Equal(got, []string{"room 1", "carol 3"}) {
		t.Errorf("while d waits: %v, want t alone to go on", got)
	}
	w.d.plays(nil)
	w.advance(time.Minute)
	if got := w.d.said(); len(got) != 3 {
		t.Errorf("afterwards: %v", got)
	}
}

// onT is a notification to a person reached on "t".
func onT(person, text string) outbox.Notification {
	n := to(person, text)
	n.Prefer = chat.UserRef{Platform: "t", ID: person}
	return n
}
