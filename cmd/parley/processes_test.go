package main

import (
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// How the processes of TestSeveralProcesses live. PARLEY_PROCESSES_FOR replaces
// the first, such as by 3m.
const (
	processesFor = 25 * time.Second
	processes    = 3
	processPairs = 6
	shardsInAll  = 3
	killEvery    = 5 * time.Second
	frozenFor    = 20 * time.Second
)

// TestSeveralProcesses runs the whole program three times on one PostgreSQL, in
// front of the doubles of both platforms, while people use it. Every five seconds
// one of the three is killed and started anew; another one stands still for twenty
// seconds and is woken. At the end it finds, as TestKilledOnThePlatforms does, that
// everything acknowledged is in effect exactly once and in order, that every
// notification arrived as often as it may, and that no rule was broken. How long
// the others needed to take over is told, and depends on the machine.
func TestSeveralProcesses(t *testing.T) {
	t.Parallel()
	url := storetest.Database(t, bot.Migrations(house.Apps(config.Config{}, nil))...)
	span := processesFor
	if given := os.Getenv("PARLEY_PROCESSES_FOR"); given != "" {
		var err error
		if span, err = time.ParseDuration(given); err != nil {
			t.Fatal(err)
		}
	}
	seed, began := crashSeed(t), time.Now()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed: PARLEY_CRASH_SEED=%d", seed)
		}
	})
	w := newKillWorldAt(t, seed, url, shardsInAll)
	defer w.cancel()
	var people, morning sync.WaitGroup
	pairs := make([]*killPair, processPairs)
	for i := range pairs {
		pairs[i] = w.pair(i, seed)
	}
	w.quietly(realOrders{}, func() {
		for _, c := range pairs {
			morning.Go(c.a.greets)
			morning.Go(c.b.greets)
		}
		morning.Wait()
	})
	for _, c := range pairs {
		people.Go(c.live)
	}
	c := w.crew(storetest.OpenOptions(t, store.Options{URL: url}))
	c.rule(rand.New(rand.NewPCG(seed, 3)), span)
	w.quietly(realOrders{Now: time.Now().Add(90 * time.Second)}, func() {
		close(w.evening)
		people.Wait()
	})
	if t.Failed() {
		return
	}
	w.audit()
	t.Logf("%s in %v", w.figures, time.Since(began).Round(100*time.Millisecond))
	c.report()
}
