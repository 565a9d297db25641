package outbox

import (
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// nowhere is the key under which heads wait that only a paused platform could
// take. They are due when waiting any longer is in vain. Queries and an index
// spell it out.
const nowhere chat.Platform = "-"

// portion bounds what one turn changes of a backlog: the writer is shared.
const portion = 500

// Pause holds back everything for a platform, such as while its frontend is not
// running. People who have an account elsewhere are written to there meanwhile. A
// platform that refuses the bot as a whole is paused by itself.
func (r *Runner) Pause(platform chat.Platform) {
	r.pace.setDown(platform, true)
	r.Wake()
}

// Resume ends a pause. Call it whenever a frontend starts running.
func (r *Runner) Resume(platform chat.Platform) {
	r.pace.setDown(platform, false)
	r.Wake()
}

// Share has this process send only a part of what a platform takes, from 0 to 1.
// With 0 another process sends everything: what is for that platform is kept for
// it, instead of being written to people elsewhere as in a pause.
func (r *Runner) Share(platform chat.Platform, share float64) {
	r.pace.setShare(platform, share, r.now())
	r.Wake()
}

func (p *pacer) setShare(platform chat.Platform, share float64, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	g := p.gates[platform]
	if g == nil {
		return
	}
	if g.away = share <= 0; g.away {
		return
	}
	limit, burst := paceOf(g.frontend, share)
	g.limiter.SetLimitAt(now, limit)
	g.limiter.SetBurstAt(now, burst)
}

// allAway reports that other processes send everything.
func (p *pacer) allAway() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, g := range p.gates {
		if !g.away {
			return false
		}
	}
	return len(p.gates) > 0
}

func (p *pacer) setDown(platform chat.Platform, down bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	g := p.gates[platform]
	if g == nil || g.down == down {
		return
	}
	g.down = down
	if down {
		p.stale[platform] = true
		return
	}
	// Those who wait may have more than one way out, so all of them are asked.
	p.stale[nowhere] = true
}

func (p *pacer) isDown(platform chat.Platform) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.gates[platform].down
}

func (p *pacer) isAway(platform chat.Platform) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.gates[platform].away
}

func (p *pacer) anyStale() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.stale) > 0
}

// takeStale returns the keys whose heads are to be routed anew. Who cannot finish
// that gives them back; a pause that comes meanwhile counts anew.
func (p *pacer) takeStale() (keys []chat.Platform) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for key := range p.stale {
		keys = append(keys, key)
	}
	clear(p.stale)
	return keys
}

func (p *pacer) giveStale(keys []chat.Platform) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, key := range keys {
		p.stale[key] = true
	}
}

// unfileStale has heads routed anew, a portion of each key, and returns the keys
// that have more of them.
func unfileStale(tx *store.Tx, keys []chat.Platform) (rest []chat.Platform, err error) {
	for _, key := range keys {
		n, err := unfile(tx, key, portion)
		if err != nil {
			return nil, err
		}
		if n == portion {
			rest = append(rest, key)
		}
	}
	return rest, nil
}

// shelve notes what a head waits for: room on its platform or, where that is
// paused, its return; for the latter not beyond the time in which it makes sense.
func (r *Runner) shelve(tx *store.Tx, e entry, to target) error {
	if !r.pace.isDown(to.platform()) {
		if r.pace.isAway(to.platform()) {
			tx.Ring(bell) // whoever sends there may not know of it yet
		}
		return file(tx, e.seq, to.platform())
	}
	until := e.expires
	if e.bound() {
		until = earlier(until, tx.Now().Add(r.recognised(e, to, tx.Now())))
	}
	return putOff(tx, e, nowhere, until)
}

// earlier returns the first of two instants, of which zero stands for never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
