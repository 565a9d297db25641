package outbox

import (
	"fmt"
	"slices"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// route decides where e goes. It ends e, and reports false, where its time is
// over or nobody is left to send it to.
func (r *Runner) route(tx *store.Tx, e entry) (target, bool, error) {
	if !e.expires.IsZero() && !e.expires.After(tx.Now()) {
		return target{}, false, r.end(tx, e, orUnknown(e, Expired), chat.MessageRef{}, nil)
	}
	if e.person == "" {
		return r.routePlace(tx, e)
	}
	to, ok, err := r.routePerson(tx, e)
	if err != nil {
		return target{}, false, err
	}
	if !ok {
		return target{}, false, r.end(tx, e, orUnknown(e, Unreachable), chat.MessageRef{}, nil)
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
// out unreachable for this very notification. A repetition stays where it was.
func (r *Runner) routePerson(tx *store.Tx, e entry) (to target, ok bool, err error) {
	prefer := e.prefer
	if last := parseTarget(e.target); last.direct() {
		prefer = last.user
	}
	refs := []chat.UserRef{prefer}
	if r.options.Route != nil {
		if refs, err = r.options.Route(tx, e.person, prefer); err != nil {
			return target{}, false, fmt.Errorf("outbox: route %s: %w", e.kind, err)
		}
	}
	var tried []string
	if e.unreached > 0 {
		if tried, err = unreachedTargets(tx, e.seq); err != nil {
			return target{}, false, err
		}
	}
	for _, ref := range refs {
		to := target{user: ref}
		if r.pace.frontend(ref.Platform) != nil && !slices.Contains(tried, to.String()) {
			return to, true, nil
		}
	}
	return target{}, false, nil
}

// orUnknown is state, but for a notification that may have arrived already.
func orUnknown(e entry, state State) State {
	if !e.unsure.IsZero() {
		return Unknown
	}
	return state
}
