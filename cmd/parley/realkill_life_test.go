package main

import (
	"context"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// killAtRandom starts the bot and kills it, over and over. A fifth of the lives
// end while they begin, most after some tens of milliseconds of traffic, and a
// few last long enough for answers to be held back by the platforms' pace.
func (w *killWorld) killAtRandom(rng *rand.Rand, kills int) {
	after := func(mean time.Duration) time.Duration { return time.Duration(rng.ExpFloat64() * float64(mean)) }
	for w.figures.kills < kills && w.ctx.Err() == nil {
		b := startReal(w.t, realOrders{}, w.env...)
		switch kind := rng.IntN(40); {
		case kind < 8:
			w.figures.asleep++
			w.rest(after(30 * time.Millisecond))
		case kind == 8:
			w.awake(b)
			w.rest(1200*time.Millisecond + after(200*time.Millisecond))
		default:
			w.awake(b)
			w.rest(after(50 * time.Millisecond))
		}
		if err := b.kill(); err != nil {
			w.fail("the bot ended by itself: %v\n%s", err, b.said)
		}
		w.buried(b)
		w.figures.kills++
	}
}

// rest lets the bot live for a while.
func (w *killWorld) rest(d time.Duration) {
	select {
	case <-time.After(d):
	case <-w.ctx.Done():
	}
}

// awake waits until Discord knows the bot, and tells those who wait for an answer
// that an earlier life owed them: it will not come.
func (w *killWorld) awake(b *realBot) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, 30*time.Second)
	defer cancel()
	if err := w.discord.Ready(ctx); err != nil {
		w.fail("Discord does not see the bot: %v\n%s", err, b.said)
	}
	w.reborn()
}

// reborn tells those who wait for an answer from an earlier life.
func (w *killWorld) reborn() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lives++
	close(w.born)
	w.born = make(chan struct{})
}

// buried waits until Discord has noticed a death, and adds up what Telegram may
// show again: what it will deliver again, and for each chat one answer that was
// on its way to being forgotten as owed.
func (w *killWorld) buried(b *realBot) {
	w.t.Helper()
	for w.ctx.Err() == nil {
		changed := w.discord.Changed()
		if w.discord.Connected() == 0 {
			break
		}
		select {
		case <-changed:
		case <-w.ctx.Done():
		}
	}
	if said := b.said.String(); strings.Contains(said, "level=ERROR") {
		w.fail("the bot logged:\n%s", said)
	}
	w.cutOff()
}

// cutOff adds up what a death may have cut off.
func (w *killWorld) cutOff() {
	waiting := w.telegram.Waiting()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.figures.cutOff += waiting + len(w.busy)
	w.busy = map[chat.UserRef]bool{}
}

// quietly lets the bot live until all has come to rest, and ends it in peace.
func (w *killWorld) quietly(o realOrders, during func()) {
	w.t.Helper()
	b := startReal(w.t, o, w.env...)
	w.mu.Lock()
	w.still = !o.Now.IsZero()
	w.mu.Unlock()
	w.awake(b)
	done := make(chan struct{})
	go func() {
		defer close(done)
		during()
	}()
	if w.still {
		w.tick(b, done)
	}
	<-done
	// What waits for a platform's pace, or to be repeated, is due a minute later.
	later := func(ctx context.Context) error { return b.tell(ctx, realLine{Advance: time.Minute, Settle: true}) }
	idle := w.discord.Idle
	if w.shards > 1 {
		idle = w.discord.Quiet
	}
	// What Telegram delivers again meanwhile is news to the other party, too.
	rests := []func(context.Context) error{w.telegram.Idle, idle, later, later, later, w.telegram.Idle, idle, later, w.telegram.Idle, idle}
	for _, rest := range rests {
		if err := rest(w.ctx); err != nil {
			w.fail("the bot does not come to rest: %v\n%s", err, b.said)
		}
	}
	if err := b.stop(); err != nil {
		w.fail("the bot did not end well: %v", err)
	}
	w.buried(b)
}

// tick moves the bot's clock until something is done, unless it is the real one.
func (w *killWorld) tick(b *realBot, done <-chan struct{}) {
	w.t.Helper()
	const step = 50 * time.Millisecond
	every := time.NewTicker(step)
	defer every.Stop()
	for {
		select {
		case <-every.C:
			if err := b.tell(w.ctx, realLine{Advance: step}); err != nil {
				w.fail("the bot does not listen: %v", err)
				<-done
				return
			}
			w.mu.Lock()
			close(w.tock)
			w.tock = make(chan struct{})
			w.mu.Unlock()
		case <-done:
			return
		}
	}
}

// moment returns when the clock has moved on. Of two ticks the second began after
// the call.
func (w *killWorld) moment() {
	for range 2 {
		w.mu.Lock()
		tock, still := w.tock, w.still
		w.mu.Unlock()
		if !still {
			return
		}
		select {
		case <-tock:
		case <-w.ctx.Done():
		}
	}
}
