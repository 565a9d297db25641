package outbox

import (
	"fmt"
	"slices"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// route decides where e goes. It ends e, and reports false, where its time is
// over, nobody is left to send it to, or it could no longer be recognised there.
func (r *Runner) route(tx *store.Tx, e entry) (target, bool, error) {
	if !e.expires.IsZero() && !e.expires.After(tx.Now()) {
		return target{}, false, r.end(tx, e, orUnknown(e, Expired), chat.MessageRef{}, nil)
	}
	if e.person == "" {
		to, ok, err := r.routePlace(tx, e)
		if err != nil || !ok {
			return target{}, false, err
		}
		return r.repeat(tx, e, to)
	}
	to, ok, err := r.routePerson(tx, e)
	if err != nil {
		return target{}, false, r.misrouted(tx, e, err)
	}
	if !ok {
		return target{}, false, r.end(tx, e, orUnknown(e, Unreachable), chat.MessageRef{}, nil)
	}
	return r.repeat(tx, e, to)
}

// repeat looks again at what was judged fit for a repetition: that may be a while
// ago, or have been for another target.
func (r *Runner) repeat(tx *store.Tx, e entry, to target) (target, bool, error) {
	if e.bound() && r.recognised(e, to, tx.Now()) <= 0 {
		return target{}, false, r.end(tx, e, Unknown, chat.MessageRef{}, nil)
	}
	return to, true, nil
}

func (r *Runner) routePlace(tx *store.Tx, e entry) (target, bool, error) {
	why, err := disabled(tx, e.place)
	if err != nil {
		return target{}, false, err
	}
	if why != "" {
		return target{}, false, r.end(tx, e, why, chat.MessageRef{}, nil)
	}
	if r.pace.frontend(e.place.Platform) == nil {
		return target{}, false, r.end(tx, e, orUnknown(e, Unreachable), chat.MessageRef{}, nil)
	}
	return target{place: e.place}, true, nil
}

// routePerson returns the first identity that has a frontend and has not turned
// out unreachable for this very notification. Paused platforms are passed over
// where there is another way. A repetition stays where it was.
func (r *Runner) routePerson(tx *store.Tx, e entry) (to target, ok bool, err error) {
	// Elsewhere it would not be recognised as the same, and might be read twice.
	prefer := e.prefer
	if last := parseTarget(e.target); last.direct() {
		prefer = last.user
	}
	refs := []chat.UserRef{prefer}
	if r.options.Route != nil {
		err := guarded(tx, func() (err error) {
			refs, err = r.options.Route(tx, e.person, prefer)
			return err
		})
		if err != nil {
			return target{}, false, fmt.Errorf("outbox: route %s: %w", e.kind, err)
		}
	}
	// Route should leave these out by now, but nothing may go round in circles
	// because somebody did not write down what Unreachable told them.
	var tried []string
	if e.unreached > 0 {
		if tried, err = unreachedTargets(tx, e.seq); err != nil {
			return target{}, false, err
		}
	}
	for _, ref := range refs {
		this := target{user: ref}
		if r.pace.frontend(ref.Platform) == nil || slices.Contains(tried, this.String()) {
			continue
		}
		if e.bound() || !r.pace.isDown(ref.Platform) {
			return this, true, nil
		}
		if !ok {
			to, ok = this, true
		}
	}
	return to, ok, nil
}

// misrouted counts a routing that failed as a try: one notification that cannot be
// routed must not hold up all the others.
func (r *Runner) misrouted(tx *store.Tx, e entry, err error) error {
	if store.Unavailable(err) {
		return err
	}
	v := judge(e, true, &chat.SendError{Class: chat.Retry, Err: err}, 0)
	e.tries++
	if v.state.Final() {
		return r.end(tx, e, v.state, chat.MessageRef{}, err)
	}
	r.log.Warn("outbox: routing failed", "id", e.id, "kind", e.kind, "try", e.tries, "err", err)
	return again(tx, e, tx.Now().Add(v.delay))
}

// orUnknown is state, but for a notification that may have arrived already.
func orUnknown(e entry, state State) State {
	if !e.unsure.IsZero() {
		return Unknown
	}
	return state
}
