package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/parleybot/parley/core/chat"
)

const (
	soakFlight = 32 // interactions in flight
	soakParts  = 10 // after each of which is looked
	soakWarm   = 4  // parts after which nothing may grow any more: the ledger's page caches are full
	// What may be between the look after soakWarm and the last one: memory of the
	// whole process, and goroutines, as timers and checkpoints come and go.
	soakBytes      = 5 << 20
	soakGoroutines = 8
)

// look is what a bot has after a part of a soak.
type look struct {
	Platform     chat.Platform
	Interactions int
	Deals        int
	PerSecond    float64 // since the look before
	RSS          int64   // bytes
	Goroutines   int     // besides those of open connections
}

// soak lets mixed traffic run for long and fails where the bot grows.
func soak(ctx context.Context, o options, out io.Writer) error {
	var all []look
	held := true
	for _, p := range o.platforms {
		looks, err := soakOne(ctx, o, p, out)
		if err != nil {
			return err
		}
		all = append(all, looks...)
		warm, last := looks[soakWarm-1], looks[len(looks)-1]
		grown := last.RSS - warm.RSS
		held = claim(out, o, grown <= soakBytes, "%s: RSS %s MB after %d, %s MB after %d: %+.1f MB of at most +5",
			p, megabytes(warm.RSS), warm.Interactions, megabytes(last.RSS), last.Interactions, float64(grown)/(1<<20)) && held
		// They come and go from look to look; what leaks would leave the range of the
		// first half behind.
		most := 0
		for _, l := range looks[:soakParts/2] {
			most = max(most, l.Goroutines)
		}
		held = claim(out, o, last.Goroutines <= most+soakGoroutines, "%s: goroutines %d at most in the first half, %d after %d",
			p, most, last.Goroutines, last.Interactions) && held
	}
	if o.json {
		if err := printJSON(out, all); err != nil {
			return err
		}
	}
	if !held {
		return errClaim
	}
	return nil
}

func soakOne(ctx context.Context, o options, p chat.Platform, out io.Writer) (looks []look, err error) {
	r, err := raise(ctx, o, p)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.end()) }()
	var t tally
	for part := range soakParts {
		n := o.n*(part+1)/soakParts - o.n*part/soakParts
		begin := time.Now()
		r.crowds[0].loop(ctx, soakFlight, n, mixed, &t)
		if err := t.err(); err != nil {
			return nil, err
		}
		l, err := r.look(ctx, &t)
		if err != nil {
			return nil, err
		}
		l.PerSecond = float64(n) / time.Since(begin).Seconds()
		looks = append(looks, l)
		if !o.json {
			say(out, "%s %s interactions, %d deals, %.0f/s, RSS %s MB, %d goroutines\n",
				p, strconv.Itoa(l.Interactions), l.Deals, l.PerSecond, megabytes(l.RSS), l.Goroutines)
		}
	}
	return looks, nil
}

// look looks at the bot once it has come to rest.
func (r *rig) look(ctx context.Context, t *tally) (look, error) {
	c := r.crowds[0]
	if err := c.double.Idle(ctx); err != nil {
		return look{}, fmt.Errorf("wait for what is left: %w", err)
	}
	used, err := r.bot.usage()
	if err != nil {
		return look{}, err
	}
	l := look{Platform: c.double.Platform(), Deals: t.deals, RSS: used.rss}
	l.Interactions, _ = t.count()
	l.Goroutines, err = r.bot.goroutines()
	return l, err
}

// claim says whether something held.
func claim(out io.Writer, o options, held bool, format string, args ...any) bool {
	verdict := "pass"
	if !held {
		verdict = "FAIL"
	}
	if !o.json {
		say(out, "%s  %s\n", verdict, fmt.Sprintf(format, args...))
	}
	return held
}
