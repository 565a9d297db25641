package botapi_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parleybot/parley/frontends/frontendtest"
)

// A delivery whose lane is long is sent away in time; when it comes again it finds
// its place, and is not taken twice.
func TestT4ALongLane(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &hands{take: func(_ context.Context, words string) error {
			if words == "slow" {
				time.Sleep(80 * time.Second)
			}
			return nil
		}}
		l, began := listen(t, newOffice(), frontendtest.NewCore(nil), h), time.Now()
		slow, quick := l.delivers(words(1, 1, "slow")), l.delivers(words(2, 1, "quick"))
		if a, b := <-slow, <-quick; a != 503 || b != 503 || time.Since(began) != 50*time.Second {
			t.Errorf("answered %d, %d after %v", a, b, time.Since(began))
		}
		slow, quick = l.delivers(words(1, 1, "slow")), l.delivers(words(2, 1, "quick"))
		if a, b := <-slow, <-quick; a != 200 || b != 200 || time.Since(began) != 80*time.Second {
			t.Errorf("again: %d, %d after %v", a, b, time.Since(began))
		}
		if got := h.taken(); len(got) != 2 || got[0] != "slow" {
			t.Errorf("taken %v", got)
		}
		l.end()
	})
}

// standby is a core whose lease another process holds: this one remembers nothing.
func standby() *leased {
	core := newLeased()
	<-core.free
	return core
}

// An answer that has to be patient is waited for, over several deliveries.
func TestT4ALateAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &hands{send: func(context.Context, string) { time.Sleep(70 * time.Second) }}
		l, began := listen(t, newOffice(), standby(), h), time.Now()
		if code := <-l.delivers(words(1, 1, "a")); code != 503 || time.Since(began) != 50*time.Second {
			t.Errorf("answered %d after %v", code, time.Since(began))
		}
		time.Sleep(time.Minute) // by then it has left
		if code := <-l.delivers(words(1, 1, "a")); code != 200 || len(h.taken()) != 1 || len(h.sent()) != 1 {
			t.Errorf("again: %d; taken %v, sent %v", code, h.taken(), h.sent())
		}
		// Confirmed is confirmed: should it come once more, the ledger knows its answer.
		again := l.delivers(words(1, 1, "a"))
		if len(h.taken()) != 2 {
			t.Errorf("taken %v", h.taken())
		}
		time.Sleep(70 * time.Second)
		<-again
		l.end()
	})
}

// Where answers of one crowd hold most connections, they give them back.
func TestT4ACrowdLeavesConnectionsToOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		goOn := make(chan struct{})
		h := &hands{send: func(_ context.Context, words string) {
			if words == "crowd" {
				<-goOn
			}
		}}
		l, began := listen(t, newOffice(), standby(), h), time.Now()
		var crowd []<-chan int
		for i := range int64(80) {
			crowd = append(crowd, l.delivers(words(i+1, i+1, "crowd")))
		}
		time.Sleep(10 * time.Second)
		held := 0
		for _, answered := range crowd {
			if pending(answered) {
				held++
			}
		}
		if held != 50 {
			t.Errorf("%d connections are held after 10 s", held)
		}
		if code := <-l.delivers(words(100, 100, "alone")); code != http.StatusOK {
			t.Errorf("somebody else: %d", code)
		}
		if time.Since(began) != 10*time.Second {
			t.Errorf("somebody else waited until %v", time.Since(began))
		}
		close(goOn)
		synctest.Wait()
		l.end()
	})
}

// What runs at the stop is finished and confirmed; what comes then is not begun.
func TestT10AWebhookStops(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &hands{send: func(context.Context, string) { time.Sleep(4 * time.Second) }}
		l, began := listen(t, newOffice(), frontendtest.NewCore(nil), h), time.Now()
		running, served := l.delivers(words(1, 1, "a")), l.handler()
		l.stop()
		synctest.Wait()
		if w := visitDoor(served, http.MethodPost, hookSecret, words(2, 2, "b")); w.Code != http.StatusServiceUnavailable {
			t.Errorf("after the stop: %d", w.Code)
		}
		l.end()
		if code := <-running; code != 200 || time.Since(began) != 4*time.Second || len(h.taken()) != 1 {
			t.Errorf("what ran: %d after %v, taken %v", code, time.Since(began), h.taken())
		}
		if l.handler() != nil {
			t.Error("the path is still mounted")
		}
	})
}

// An answer that takes longer than the stop is not confirmed, so it comes again.
func TestT10AWebhookStopsInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &hands{send: func(ctx context.Context, _ string) { <-ctx.Done() }}
		l, began := listen(t, newOffice(), standby(), h), time.Now()
		running := l.delivers(words(1, 1, "a"))
		l.end()
		if code := <-running; code != 503 || time.Since(began) > 15*time.Second {
			t.Errorf("answered %d, stopped after %v", code, time.Since(began))
		}
	})
}
