package main

import (
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// killAtRandom starts the bot and kills it, over and over. In between, the clock
// is put forward now and then, so that questions run out and a due date passes,
// and the bot is asked to stop in the middle of everything.
func (w *crashWorld) killAtRandom(rng *rand.Rand, kills int) {
	const lives = 25 // to a stop
	for w.figures.kills < kills && w.ctx.Err() == nil {
		moment := crashMoments(rng)
		if w.leap(w.figures.kills, kills) {
			moment = crashMoment{atSend: true} // when many are told at once that they waited too long
		}
		l := w.begin()
		if rng.IntN(2) == 0 {
			w.stray(rng)
		}
		stop := rng.IntN(lives) == 0 && !moment.asleep
		if !l.wait(w.ctx, moment) {
			w.fail("the bot ended by itself:\n%s", w.logged())
		}
		if err := w.finish(l, stop); err != nil {
			w.fail("the bot did not end as it was told: %v", err)
		}
		w.end()
	}
}

func (w *crashWorld) finish(l *crashLife, stop bool) error {
	if !stop {
		w.figures.kills++
		return l.kill()
	}
	w.figures.stops++
	w.mu.Lock()
	w.stopping = true
	w.mu.Unlock()
	return l.stop()
}

// crashMoments makes up when to kill: a fifth of the lives end while they begin,
// the others after some tens of milliseconds of traffic.
func crashMoments(rng *rand.Rand) crashMoment {
	after := func(mean time.Duration) time.Duration { return time.Duration(rng.ExpFloat64() * float64(mean)) }
	switch rng.IntN(10) {
	case 0, 1:
		return crashMoment{asleep: true, after: after(20 * time.Millisecond)}
	case 2:
		return crashMoment{after: after(100 * time.Millisecond), atSend: true}
	}
	return crashMoment{after: after(100 * time.Millisecond)}
}

// leap puts the clock forward at the quarters of the test: twice by a little more
// than a question waits for its answer, in the middle into the next day, once
// everybody has what is to fall due then. It reports whether it did.
func (w *crashWorld) leap(done, of int) bool {
	if w.leaps == 3 || done < (w.leaps+1)*of/4 {
		return false
	}
	by := 20 * time.Minute
	if w.leaps == 1 {
		if w.beginners.Load() > 0 {
			return false
		}
		by = 12 * time.Hour
	}
	w.leaps++
	w.orders.Leap += by
	return true
}

// stray is somebody who begins a deal and never answers the second question.
func (w *crashWorld) stray(rng *rand.Rand) {
	w.strays++
	p := w.person([]chat.Platform{wireD, wireT}[rng.IntN(2)], "stray-"+strconv.Itoa(w.strays), rng.Uint64())
	w.walks.Go(func() { p.types("deal start").shows("On which network?").presses("TikTok") })
}
