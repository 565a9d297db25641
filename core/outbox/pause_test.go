package outbox_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// both lets some people have an account on each platform, the preferred one first.
func (w *world) both(people ...string) {
	single := w.options.Route
	w.options.Route = func(tx *store.Tx, person string, prefer chat.UserRef) ([]chat.UserRef, error) {
		if !slices.Contains(people, person) {
			return single(tx, person, prefer)
		}
		refs := []chat.UserRef{{Platform: "t", ID: person}, {Platform: "d", ID: person}}
		if prefer.Platform == "d" {
			slices.Reverse(refs)
		}
		return refs, nil
	}
}

func (w *world) expectSaid(f *fake, want ...string) {
	w.t.Helper()
	if got := f.said(); !slices.Equal(byReader(got), byReader(want)) {
		w.t.Errorf("on %s was said %q, want %q", f.platform, got, want)
	}
}

// byReader keeps the order of what each reader was told, which alone is promised.
func byReader(said []string) []string {
	sorted := slices.Clone(said)
	slices.SortStableFunc(sorted, func(a, b string) int {
		one, _, _ := strings.Cut(a, " ")
		two, _, _ := strings.Cut(b, " ")
		return strings.Compare(one, two)
	})
	return sorted
}

// onD is a notification that wishes for an account on "d", as onT does on "t".
func onD(person, text string) outbox.Notification {
	n := to(person, text)
	n.Prefer = chat.UserRef{Platform: "d", ID: person}
	return n
}

func TestPausedPlatformIsPassedOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.both("bob")
	w.start()
	w.runner.Pause("t")
	w.notify(onT("bob", "1"), onD("bob", "2"), onT("bob", "3"))
	w.idle()
	w.expectSaid(w.d, "bob 1", "bob 2", "bob 3")
	w.runner.Resume("t")
	w.notify(onT("bob", "4"))
	w.idle()
	w.expectSaid(w.tg, "bob 4")
}

// Those who were waiting for a platform's pace when it was paused leave by the
// other one too.
func TestPauseRoutesAnewWhatWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tg.fails(&chat.SendError{Class: chat.Wait, After: time.Hour, All: true})
	w.both("bob", "eve")
	w.start()
	w.notify(onT("bob", "1"))
	w.idle()
	w.notify(onT("eve", "2"))
	w.idle()
	w.expect("s", outbox.Ready, outbox.Ready)
	w.runner.Pause("t")
	w.idle()
	w.expect("s", outbox.Ready, outbox.Sent)
	w.advance(time.Hour)
	w.expectSaid(w.d, "eve 2", "bob 1")
}

// A platform that refuses the bot as a whole has not shown the message to anybody.
func TestRefusedPlatformIsPassedOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tg.fails(failure(chat.Fatal))
	w.both("bob")
	w.start()
	w.notify(onT("bob", "1"), onT("bob", "2"))
	w.idle()
	w.expectSaid(w.d, "bob 1", "bob 2")
	w.expectSaid(w.tg, "bob 1")
}

func TestEverythingPaused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.both("bob")
	w.start()
	w.runner.Pause("t")
	w.runner.Pause("d")
	w.notify(onT("bob", "1"), onT("bob", "2"), onT("only t", "3"))
	w.idle()
	w.expect("s", outbox.Ready, outbox.Behind, outbox.Ready)
	w.runner.Resume("d")
	w.idle()
	w.expectSaid(w.d, "bob 1", "bob 2")
	w.runner.Resume("t")
	w.idle()
	w.expectSaid(w.tg, "only t 3")
}

func TestExpiresDuringAPause(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.start()
	w.runner.Pause("t")
	stale := onT("bob", "1")
	stale.Expires = w.clock.Now().Add(time.Hour)
	w.notify(stale, onD("bob", "2"))
	w.idle()
	w.expect("s", outbox.Ready, outbox.Behind)
	w.advance(time.Hour - time.Millisecond)
	w.expect("s", outbox.Ready, outbox.Behind)
	w.advance(time.Millisecond)
	w.expect("s", outbox.Expired, outbox.Sent)
}

// A delay that a platform asked for, and one between two tries, end with the time
// in which the notification makes sense.
func TestExpiresDuringADelay(t *testing.T) {
	t.Parallel()
	for name, delay := range map[string]*chat.SendError{
		"retry": {Class: chat.Retry, After: 24 * time.Hour},
		"wait":  {Class: chat.Wait, After: 24 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.d.fails(delay)
			w.start()
			first, second := onD("bob", "1"), onD("bob", "2")
			first.Expires = w.clock.Now().Add(time.Hour)
			second.Expires = w.clock.Now().Add(2 * time.Hour)
			w.notify(first)
			w.idle()
			w.d.plays(nil)
			w.notify(second)
			w.advance(time.Hour)
			if got := w.states("s"); got[0] != outbox.Expired {
				t.Errorf("after an hour: %v, want the first one expired", got)
			}
			w.advance(time.Hour)
			if got := w.states("s"); !got[1].Final() {
				t.Errorf("after two hours: %v, want the second one ended", got)
			}
		})
	}
}

// What may have arrived on a platform waits for it, as long as it would be
// recognised there, and is then given up; what may be read twice does not wait.
func TestPauseAfterAnUnknownOutcome(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		repeatable bool
		resume     bool
		want       outbox.State
		onD        []string
	}{
		"comes back in time": {resume: true, want: outbox.Sent, onD: nil},
		"stays away":         {want: outbox.Unknown, onD: []string{"bob 2"}},
		"may be read twice":  {repeatable: true, want: outbox.Sent, onD: []string{"bob 1", "bob 2"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.both("bob")
			w.tg.caps.IdempotentFor = 2 * time.Minute
			w.tg.fails(failure(chat.Unknown))
			w.start()
			first := onT("bob", "1")
			first.Repeatable = c.repeatable
			w.notify(first)
			w.idle()
			w.runner.Pause("t")
			w.notify(onT("bob", "2"))
			w.advance(time.Minute)
			if !c.repeatable {
				w.expect("s", outbox.Ready, outbox.Behind)
			}
			if c.resume {
				w.tg.fails(failure(chat.Unknown)) // the first time, which was before
				w.runner.Resume("t")
				w.idle()
			}
			w.advance(time.Minute)
			w.expect("s", c.want, outbox.Sent)
			w.expectSaid(w.d, c.onD...)
		})
	}
}

// More heads than one turn works on are routed anew at both ends of a pause.
func TestPauseOfABacklog(t *testing.T) {
	t.Parallel()
	const people = 1100
	w := newWorld(t)
	var list []outbox.Notification
	for i := range people {
		list = append(list, onT(fmt.Sprint(i), "1"))
	}
	w.start()
	w.runner.Pause("t")
	w.notify(list...)
	w.idle()
	if got := len(w.tg.said()); got != 0 {
		t.Fatalf("%d were sent during the pause", got)
	}
	w.runner.Resume("t")
	w.idle()
	if got := len(w.tg.said()); got != people {
		t.Errorf("%d were sent after the pause, want %d", got, people)
	}
}

// The turn that would route anew may fail; the next one does it then.
func TestPauseOutlivesAFailingCommit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var armed atomic.Bool
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	w.open(store.Options{Fault: func(_ int64, m store.Moment) error {
		if m == store.BeforeCommit && armed.CompareAndSwap(true, false) {
			return errors.New("disk on fire")
		}
		return nil
	}})
	w.options.After = func(time.Duration) <-chan time.Time { return time.After(time.Millisecond) }
	w.both("bob")
	w.tg.fails(&chat.SendError{Class: chat.Wait, After: time.Hour, All: true})
	w.start()
	w.notify(onT("eve", "1"))
	w.idle()
	w.notify(onT("bob", "2"))
	w.idle()
	armed.Store(true)
	w.runner.Pause("t")
	w.idle()
	w.expectSaid(w.d, "bob 2")
	if armed.Load() {
		t.Error("no commit failed")
	}
}
