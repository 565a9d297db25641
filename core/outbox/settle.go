package outbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

var (
	errDied   = errors.New("outbox: the process that sent it ended")
	errLapsed = errors.New("outbox: no answer while the claim held")
)

// adopt settles the claims of processes that are no more, whose outcome nobody
// will ever know, and routes everything anew: frontends may have come and gone.
func (r *Runner) adopt(ctx context.Context) error {
	err := r.store.Write(ctx, func(tx *store.Tx) error {
		if r.claimer == "" {
			r.claimer = r.store.Process() + "/" + newID(tx)
		}
		if err := r.inherit(tx); err != nil {
			return err
		}
		return unfileAll(tx)
	})
	if err != nil {
		return fmt.Errorf("outbox: start: %w", err)
	}
	return nil
}

// inherit settles the claims of those that are no more.
func (r *Runner) inherit(tx *store.Tx) error {
	living, err := tx.Living()
	if err != nil {
		return err
	}
	all, err := claimers(tx)
	if err != nil {
		return err
	}
	for _, claimer := range all {
		process, _, _ := strings.Cut(claimer, "/")
		if claimer == r.claimer || process != r.store.Process() && living[process] {
			continue
		}
		left, err := entries(tx, selectClaimed, claimer)
		if err != nil {
			return err
		}
		for _, e := range left {
			if err := r.lost(tx, e, errDied); err != nil {
				return err
			}
		}
	}
	return nil
}

// settleAll records what has ended and what will not come back.
func (r *Runner) settleAll(tx *store.Tx) error {
	for _, res := range r.results {
		if err := r.settle(tx, res); err != nil {
			return err
		}
	}
	if r.unsure {
		if err := r.disown(tx); err != nil {
			return err
		}
	}
	lapsed, err := overdue(tx)
	if err != nil {
		return err
	}
	for _, e := range lapsed {
		if err := r.lost(tx, e, errLapsed); err != nil {
			return err
		}
	}
	return nil
}

// disown undoes claims that were committed although the commit was reported as
// failed: nothing was sent for them.
func (r *Runner) disown(tx *store.Tx) error {
	mine, err := entries(tx, selectClaimed, r.claimer)
	if err != nil {
		return err
	}
	for _, e := range mine {
		if _, flies := r.flying[e.flight()]; flies {
			continue
		}
		if err := again(tx, e, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}

// settle records a result, unless its claim no longer holds.
func (r *Runner) settle(tx *store.Tx, res result) error {
	mine, err := giveBack(tx, res.entry, r.claimer)
	if err != nil {
		return err
	}
	if !mine {
		r.log.Warn("outbox: an outcome came too late to be recorded", "id", res.id, "kind", res.kind, "attempt", res.attempt)
		return nil
	}
	return r.conclude(tx, res)
}

// lost settles a claim whose holder will not report.
func (r *Runner) lost(tx *store.Tx, e entry, why error) error {
	return r.conclude(tx, result{
		claim:   claim{entry: e, to: parseTarget(e.target)},
		failure: &chat.SendError{Class: chat.Unknown, Err: why},
	})
}

// conclude records an attempt's end and what follows from it.
func (r *Runner) conclude(tx *store.Tx, res result) error {
	if err := recordAttempt(tx, res); err != nil {
		return err
	}
	if res.failure == nil {
		if res.to.direct() {
			r.tell(tx, "reached", func() error { return call(r.options.Reached, tx, res.to.user) })
		}
		return r.end(tx, res.entry, Sent, res.ref, nil)
	}
	now := tx.Now()
	v := judge(res.entry, res.to.direct(), res.failure, r.recognised(res.entry, res.to, now))
	e := res.entry
	if v.counted {
		e.tries++
	}
	// The first one counts: had it its effect, the platform remembers from there.
	if v.unsure && e.unsure.IsZero() {
		e.unsure = e.claimed
	}
	if v.unreachable {
		e.unreached++
		r.tell(tx, "unreachable", func() error { return call(r.options.Unreachable, tx, res.to.user) })
	}
	if v.disable {
		if err := r.disable(tx, res.to.place, v.state); err != nil {
			return err
		}
	}
	if v.state.Final() {
		return r.end(tx, e, v.state, chat.MessageRef{}, res.failure)
	}
	if v.move {
		e.moves++
	}
	if err := again(tx, e, now.Add(v.delay)); err != nil {
		return err
	}
	if v.move {
		return r.move(tx, res.to.place, res.failure.MovedTo)
	}
	return nil
}

// end gives e its final state and lets the next of its queue come forward.
func (r *Runner) end(tx *store.Tx, e entry, state State, ref chat.MessageRef, cause error) error {
	// The queue is read again: a person or place may have moved since the claim.
	last, err := readLastWords(tx, e.seq)
	if err != nil {
		return err
	}
	if err := finish(tx, e, state, ref); err != nil {
		return err
	}
	if r.options.Ended != nil {
		tx.OnCommit(func() { r.options.Ended(e.kind, state) })
	}
	if last.astray {
		if err := joinFlying(tx, last.queue); err != nil {
			return err
		}
	}
	if err := promote(tx, last.queue); err != nil {
		return err
	}
	if state == Dead {
		r.log.Error("outbox: given up", "id", e.id, "kind", e.kind, "tries", e.tries, "err", cause)
	}
	if !state.Failed() || len(last.undelivered) == 0 {
		return nil
	}
	r.tell(tx, "undelivered", func() error { return tellSender(tx, e, last) })
	return nil
}

// tellSender queues what the sender of a failed notification is told. That notice
// has no sender of its own, so it cannot go round in circles.
func tellSender(tx *store.Tx, e entry, last lastWords) error {
	n := Notification{
		Person: last.sender, Prefer: last.prefer, Kind: "outbox.undelivered", Once: "undelivered:" + e.id,
		Subject: e.subject, Repeatable: true,
	}
	if err := json.Unmarshal(last.undelivered, &n.Message); err != nil {
		return fmt.Errorf("outbox: decode what %s tells its sender: %w", e.kind, err)
	}
	_, _, err := Notify(tx, n)
	return err
}

// tell calls a function of Options whose failure must not undo an outcome.
func (r *Runner) tell(tx *store.Tx, what string, fn func() error) {
	if err := guarded(tx, fn); err != nil {
		r.log.Error("outbox: what follows from an outcome failed", "what", what, "err", err)
	}
}

func call(fn func(*store.Tx, chat.UserRef) error, tx *store.Tx, ref chat.UserRef) error {
	if fn == nil {
		return nil
	}
	return fn(tx, ref)
}

func (r *Runner) move(tx *store.Tx, from, to chat.PlaceRef) error {
	if r.options.Moved != nil {
		r.tell(tx, "moved", func() error { return r.options.Moved(tx, from, to) })
	}
	return MovePlace(tx, from, to)
}

func (r *Runner) disable(tx *store.Tx, place chat.PlaceRef, why State) error {
	fresh, err := insertDisabled(tx, place, why)
	if err != nil || !fresh || r.options.Disabled == nil {
		return err
	}
	r.tell(tx, "disabled", func() error { return r.options.Disabled(tx, place, why) })
	return nil
}
