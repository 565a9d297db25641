package main

import (
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"time"
)

// killPairs is half the number of people who hold conversations.
const killPairs = 14

// TestKilledOnThePlatforms kills the whole program again and again while people
// use it on the doubles of Discord and Telegram at once, and then compares what
// they saw with what the ledger holds:
//
//   - what was acknowledged is in effect exactly once, in its author's order;
//     what was cut off on Discord, which delivers once, at most once;
//   - every command on Telegram, which delivers again, has its answer, and only
//     answers that a kill could cut off came twice;
//   - every notification arrived, in order: on Discord once, and on Telegram
//     again only where its outcome was unknown and its kind may be repeated; one
//     that kills cut off at every try may have come or not;
//   - the log is whole, and its events give the rows of the deals;
//   - no request broke a rule of the platforms.
//
// The people act by what they see and know of a kill what a person would: on
// Discord that an act failed (realkill_person_test.go). The seed decides who does
// what; when the kills come in between differs from run to run all the same.
func TestKilledOnThePlatforms(t *testing.T) {
	t.Parallel()
	killPlatforms(t, killsOf(realKills))
}

// TestKilledBehindAWebhook is the same with Telegram delivering by webhook: what was
// answered with 200 is in effect once, and what was not comes again.
func TestKilledBehindAWebhook(t *testing.T) {
	t.Parallel()
	killPlatforms(t, hookKills, webhookSettings(t)...)
}

// killPlatforms is the test; more settings win over what the doubles give.
func killPlatforms(t *testing.T, kills int, more ...string) {
	t.Helper()
	seed, began := crashSeed(t), time.Now()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed: PARLEY_CRASH_SEED=%d", seed)
		}
	})
	w := newKillWorld(t, seed)
	w.env = append(w.env, more...)
	w.telegram.Proxy(behindProxy(more)...)
	defer w.cancel()
	var people, morning sync.WaitGroup
	pairs := make([]*killPair, killPairs)
	for i := range pairs {
		pairs[i] = w.pair(i, seed)
	}
	w.quietly(realOrders{}, func() { // the menus are there from now on, and nobody is a stranger
		for _, c := range pairs {
			morning.Go(c.a.greets)
			morning.Go(c.b.greets)
		}
		morning.Wait()
	})
	for _, c := range pairs {
		people.Go(c.live)
	}
	w.killAtRandom(rand.New(rand.NewPCG(seed, 2)), kills)
	// What may have arrived is repeated after a while. In the last life all of that
	// is due, and nothing has to be waited for.
	w.quietly(realOrders{Now: time.Now().Add(90 * time.Second)}, func() {
		close(w.evening)
		people.Wait()
	})
	if t.Failed() {
		return // people gave up in the middle: nothing adds up
	}
	w.audit()
	if missing := w.figures.idle(); missing != "" {
		t.Errorf("the test proves too little: %s", missing)
	}
	if polls := w.telegram.Count("getUpdates"); (polls == 0) != (len(more) > 0) {
		t.Errorf("%d polls", polls)
	}
	t.Logf("%s in %v", w.figures, time.Since(began).Round(100*time.Millisecond))
}

// pair makes two people known, one on each platform.
func (w *killWorld) pair(i int, seed uint64) *killPair {
	rng := rand.New(rand.NewPCG(seed, uint64(100+i)))
	c := &killPair{rng: rng, number: i}
	c.a, c.b = w.onDiscord("d"+strconv.Itoa(i), rng.Uint64()), w.onTelegram("t"+strconv.Itoa(i), rng.Uint64())
	if i%2 == 1 {
		c.swap()
	}
	return c
}
