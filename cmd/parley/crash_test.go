package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// crashPairs is half the number of people who hold conversations.
const crashPairs = 24

// TestKilledAtRandom kills the bot again and again while many people use it, and
// then compares what they were told with what the ledger holds:
//
//   - what was acknowledged is in effect exactly once, in its author's order, and
//     nothing is that was not;
//   - what was redelivered got the answer that it got before;
//   - every notification arrived, in order, and again only where its outcome was
//     unknown and its kind may be repeated;
//   - the log is whole, and its events give the rows of the deals.
//
// The bot is this program run a second time (crash_main_test.go), with frontends
// that speak over a pipe (wire_test.go). The platforms at the other end redeliver
// what was not confirmed, and some of what was (crash_world_test.go); the people
// hold conversations with each other, pressing what they are shown
// (crash_talk_test.go). The seed decides who does what; when the kills come to
// pass in between differs from run to run all the same.
func TestKilledAtRandom(t *testing.T) {
	t.Parallel()
	seed := crashSeed(t)
	began := time.Now()
	orders := crashOrders{Database: filepath.Join(t.TempDir(), "parley.db"), URL: newURL(t), Zero: began}
	w := newCrashWorld(t, seed, orders)
	defer w.cancel()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed: PARLEY_CRASH_SEED=%d", seed)
		}
	})
	var people sync.WaitGroup
	for i := range crashPairs {
		people.Go(func() { w.pair(i, seed) })
	}
	w.killAtRandom(rand.New(rand.NewPCG(seed, 2)), crashKills)
	w.quietly(func() {
		close(w.evening)
		people.Wait()
		w.walks.Wait()
	})
	// Killed for the last time, the bot has put off what it did not know the outcome
	// of. In a last life all of that is due, and nothing has to be waited for.
	w.orders.Leap += time.Hour
	w.quietly(func() {})
	if t.Failed() {
		return // people gave up in the middle: nothing adds up
	}
	w.audit()
	if missing := w.figures.idle(); missing != "" {
		t.Errorf("the test proves too little: %s", missing)
	}
	t.Logf("%s in %v", w.figures, time.Since(began).Round(100*time.Millisecond))
}

func crashSeed(t *testing.T) uint64 {
	given := os.Getenv("PARLEY_CRASH_SEED")
	if given == "" {
		return rand.Uint64()
	}
	seed, err := strconv.ParseUint(given, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return seed
}

// pair is the life of two people: deal after deal until the evening. Some begin
// with one that falls due on the first day, and finish it last.
func (w *crashWorld) pair(i int, seed uint64) {
	platforms := []chat.Platform{wireD, wireT}
	name := func(side int) string { return strconv.Itoa(i) + "-" + string(platforms[side]) }
	c := crashPair{rng: rand.New(rand.NewPCG(seed, uint64(100+i)))}
	c.a = w.person(platforms[i%2], name(i%2), c.rng.Uint64())
	c.b = w.person(platforms[1-i%2], name(1-i%2), c.rng.Uint64())
	var left string
	if i%4 == 0 {
		terms := c.a.terms(c.b)
		terms.due = "2026-03-10"
		left = c.round(crashOpen, terms)
	}
	w.beginners.Add(-1)
	for !w.isEvening() && w.ctx.Err() == nil {
		c.round(c.draw())
		c.swap()
	}
	if left == "" || w.ctx.Err() != nil {
		return
	}
	var both sync.WaitGroup
	both.Go(func() { c.a.completes(left) })
	both.Go(func() { c.b.completes(left) })
	both.Wait()
}

func (w *crashWorld) isEvening() bool {
	select {
	case <-w.evening:
		return true
	default:
		return false
	}
}

// quietly lets the bot live until all has come to rest, and ends it in peace.
func (w *crashWorld) quietly(during func()) {
	w.t.Helper()
	l := w.begin()
	during()
	w.settle(l)
	if w.ctx.Err() != nil {
		_ = l.kill()
	} else if err := l.stop(); err != nil {
		w.fail("the bot did not end well: %v", err)
	}
	w.end()
	if logged := w.logged(); strings.Contains(logged, "level=ERROR") {
		w.fail("the bot logged:\n%s", logged)
	}
}
