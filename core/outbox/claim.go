package outbox

import (
	"encoding/json"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// A claim holds for lease. A send is cut off long before, so only a process that
// died, or stood still, loses one.
const (
	sendTime = time.Minute
	lease    = 2 * sendTime
)

// claim is an attempt that was decided and recorded, to be made after the commit.
type claim struct {
	entry
	to      target
	message chat.Message
	locale  string
	limit   time.Duration // for the send
}

// head is a head of a queue that is due. Where to is zero it has to be routed.
type head struct {
	entry
	to target
}

// claimAll claims what the platforms take now, the most urgent first.
func (r *Runner) claimAll(tx *store.Tx, claims *[]claim) error {
	fresh, err := r.routeFresh(tx)
	if err != nil {
		return err
	}
	for _, f := range r.options.Frontends {
		if err := r.claimOn(tx, f.Platform(), fresh[f.Platform()], claims); err != nil {
			return err
		}
	}
	return nil
}

// routeFresh routes the heads that have no platform yet, or wait for a paused one
// in vain.
func (r *Runner) routeFresh(tx *store.Tx) (map[chat.Platform][]head, error) {
	list, err := due(tx, "", window)
	if err != nil {
		return nil, err
	}
	vain, err := inVain(tx, window)
	if err != nil {
		return nil, err
	}
	list = append(list, vain...)
	fresh := make(map[chat.Platform][]head)
	for _, e := range list {
		to, ok, err := r.route(tx, e)
		if err != nil {
			return nil, err
		}
		if ok {
			fresh[to.platform()] = append(fresh[to.platform()], head{e, to})
		}
	}
	return fresh, nil
}

// claimOn claims as many heads as a platform has room for. Fresh ones beyond that
// are shelved, so that they are not looked at before it has room again.
func (r *Runner) claimOn(tx *store.Tx, platform chat.Platform, heads []head, claims *[]claim) error {
	n, _ := r.pace.room(platform, tx.Now())
	if n > 0 {
		filed, err := due(tx, platform, n)
		if err != nil {
			return err
		}
		for _, e := range filed {
			heads = append(heads, head{entry: e})
		}
		slices.SortFunc(heads, func(a, b head) int { return a.before(b.entry) })
	}
	for _, h := range heads {
		if n == 0 {
			if h.platform == platform {
				continue
			}
			if err := r.shelve(tx, h.entry, h.to); err != nil {
				return err
			}
			continue
		}
		c, ok, err := r.claim(tx, h, platform)
		if err != nil {
			return err
		}
		if ok {
			r.pace.take(c.to, tx.Now())
			*claims = append(*claims, c)
			n--
		}
	}
	return nil
}

// claim prepares an attempt and records that it is about to be made. It reports
// false where there is to be none now: the notification was ended or put off.
func (r *Runner) claim(tx *store.Tx, h head, platform chat.Platform) (c claim, ok bool, err error) {
	e, to := h.entry, h.to
	if to == (target{}) {
		if to, ok, err = r.route(tx, e); err != nil || !ok {
			return claim{}, false, err
		}
	}
	if to.platform() != platform {
		return claim{}, false, r.shelve(tx, e, to)
	}
	first, err := r.first(tx, to)
	if err != nil {
		return claim{}, false, err
	}
	if at := r.pace.free(to, first); at.After(tx.Now()) {
		return claim{}, false, putOff(tx, e, platform, earlier(at, e.expires))
	}
	c = claim{entry: e, to: to, limit: sendTime}
	if e.bound() {
		c.limit = min(sendTime, r.recognised(e, to, tx.Now()))
	}
	// Every attempt is prepared anew: languages change and tokens expire.
	if c.message, c.locale, err = r.prepare(tx, e, to); err != nil {
		if store.Unavailable(err) {
			return claim{}, false, err
		}
		return claim{}, false, r.end(tx, e, Dead, chat.MessageRef{}, err)
	}
	c.attempt++
	c.claimed, c.target = tx.Now(), to.String()
	return c, true, markSending(tx, c.entry, platform, r.claimer, tx.Now().Add(lease))
}

// recognised is how long from now a platform would know a repetition of e's
// message for what it is. An effect it had elsewhere is recognised nowhere.
func (r *Runner) recognised(e entry, to target, now time.Time) time.Duration {
	f := r.pace.frontend(to.platform())
	if f == nil || e.target != to.String() {
		return 0
	}
	since := e.unsure
	if since.IsZero() {
		since = e.claimed
	}
	return since.Add(f.Capabilities(to.place).IdempotentFor).Sub(now)
}

// first reports whether a message to t would begin a conversation. It matters
// only while the platform wants fewer of them.
func (r *Runner) first(tx *store.Tx, t target) (bool, error) {
	if !t.direct() || !r.pace.slowed(t.platform(), tx.Now()) {
		return false, nil
	}
	known, err := everSent(tx, t)
	return !known, err
}

func (r *Runner) prepare(tx *store.Tx, e entry, to target) (m chat.Message, locale string, err error) {
	if err := json.Unmarshal(e.message, &m); err != nil {
		return m, "", fmt.Errorf("outbox: decode a message: %w", err)
	}
	if r.options.Prepare == nil {
		return m, "", nil
	}
	err = guarded(tx, func() (err error) {
		m, locale, err = r.options.Prepare(tx, e.person, to.user, to.place, m)
		return err
	})
	return m, locale, err
}

// guarded runs a function of Options so that its error or panic undoes what it
// wrote and nothing else.
func guarded(tx *store.Tx, fn func() error) error {
	return tx.Savepoint(func() (err error) {
		defer func() {
			if v := recover(); v != nil {
				err = fmt.Errorf("outbox: panic: %v\n%s", v, debug.Stack())
			}
		}()
		return fn()
	})
}
