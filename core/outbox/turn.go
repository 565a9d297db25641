package outbox

import (
	"context"
	"fmt"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// view is what a look at the table shows: whether there is something to do now,
// and when there will be; zero for not known.
type view struct {
	due  bool
	next time.Time
}

func (v *view) at(t time.Time) {
	if !t.IsZero() && (v.next.IsZero() || t.Before(v.next)) {
		v.next = t
	}
}

// look reads whether a turn is worth its transaction: most commits that wake the
// runner have queued nothing.
func (r *Runner) look(ctx context.Context) (v view, err error) {
	if r.unsure || r.pace.anyStale() || r.departures != r.store.Departures() {
		return view{due: true}, nil
	}
	err = r.store.Read(ctx, func(tx *store.Tx) error {
		events, err := nextEvents(tx)
		if err != nil {
			return err
		}
		for _, at := range events {
			v.see(at, tx.Now())
		}
		for _, platform := range r.platforms() {
			if err := r.lookAt(tx, platform, &v); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return view{}, fmt.Errorf("outbox: look: %w", err)
	}
	return v, nil
}

func (v *view) see(at, now time.Time) {
	if !at.IsZero() && !at.After(now) {
		v.due = true
		return
	}
	v.at(at)
}

func (r *Runner) lookAt(tx *store.Tx, platform chat.Platform, v *view) error {
	n, opens := r.room(platform, tx.Now())
	if n == 0 && opens.IsZero() {
		return nil // paused, or full: an outcome or Resume will wake us
	}
	waiting, err := anyDue(tx, platform)
	if err != nil {
		return err
	}
	if !waiting {
		at, err := nextDue(tx, nextReady, string(platform))
		v.at(at)
		return err
	}
	if n == 0 {
		v.at(opens)
		return nil
	}
	v.due = true
	return nil
}

// platforms lists the keys under which heads wait for their turn: one for each
// frontend, and the empty one for those that have not been routed yet.
func (r *Runner) platforms() []chat.Platform {
	list := []chat.Platform{""}
	for _, f := range r.options.Frontends {
		list = append(list, f.Platform())
	}
	return list
}

// room is pacer.room; routing needs no platform's leave.
func (r *Runner) room(platform chat.Platform, now time.Time) (int, time.Time) {
	if platform == "" && r.pace.allAway() {
		return 0, time.Time{} // whoever sends them routes them as well
	}
	if platform == "" {
		return window, time.Time{}
	}
	return r.pace.room(platform, now)
}

// turn is one transaction that records what has ended, settles what was left
// behind and claims what may leave now. After its commit the claims are sent.
func (r *Runner) turn(ctx, sending context.Context) error {
	var claims []claim
	stale, departures := r.pace.takeStale(), r.store.Departures()
	var rest []chat.Platform
	// A turn that has begun comes to its end: a stop is no failure of the store.
	err := r.store.Write(context.WithoutCancel(ctx), func(tx *store.Tx) (err error) {
		if err := r.settleAll(tx); err != nil {
			return err
		}
		if departures != r.departures {
			if err := r.inherit(tx); err != nil {
				return err
			}
		}
		if err := ripen(tx); err != nil {
			return err
		}
		if rest, err = unfileStale(tx, stale); err != nil {
			return err
		}
		return r.claimAll(tx, &claims)
	})
	if err != nil {
		// The commit may have taken effect all the same. Results are kept: what was
		// recorded already will be recognised by its fence. Claims are not sent; the
		// next turn looks which of them stand in the table.
		r.unsure = true
		r.pace.giveStale(stale)
		for _, c := range claims {
			r.pace.landed(c.to, nil, r.now())
		}
		return fmt.Errorf("outbox: turn: %w", err)
	}
	for _, res := range r.results {
		delete(r.flying, res.flight())
	}
	r.results, r.unsure, r.departures = r.results[:0], false, departures
	r.pace.giveStale(rest)
	// Only now may anything leave the process.
	for _, c := range claims {
		r.flying[c.flight()] = struct{}{}
		go r.send(sending, c)
	}
	return nil
}
