package outbox

import (
	"math"
	"sync"
	"time"

	"github.com/parleybot/parley/core/chat"
	"golang.org/x/time/rate"
)

// window is how many messages may be under way on one platform.
const window = 32

// pacer knows, in memory only, how fast each platform takes messages and which
// ones take none just now. A restart forgets it; the platform would say it again.
type pacer struct {
	mu    sync.Mutex
	gates map[chat.Platform]*gate
	next  map[string]time.Time // by target: the earliest instant of its next message
	// stale are the keys whose heads have to be routed anew since a pause began or
	// ended: platforms, and nowhere.
	stale map[chat.Platform]bool
}

type gate struct {
	frontend chat.Frontend
	limiter  *rate.Limiter
	flying   int
	down     bool      // until its frontend runs again
	away     bool      // another process sends what goes there
	until    time.Time // the platform asked to wait
	slow     time.Time // no conversations begin before
}

func newPacer(frontends []chat.Frontend) *pacer {
	p := &pacer{
		gates: make(map[chat.Platform]*gate), next: make(map[string]time.Time),
		stale: make(map[chat.Platform]bool),
	}
	for _, f := range frontends {
		limit, burst := paceOf(f, 1)
		p.gates[f.Platform()] = &gate{frontend: f, limiter: rate.NewLimiter(limit, burst)}
	}
	return p
}

// paceOf is a share of the pace of a platform. A tenth of a second's worth may
// leave at once; more would break a limit that the platform measures over a second.
func paceOf(f chat.Frontend, share float64) (limit rate.Limit, burst int) {
	perSecond := share * f.Capabilities(chat.PlaceRef{}).PerSecond
	if perSecond <= 0 {
		return rate.Inf, 1
	}
	return rate.Limit(perSecond), max(1, int(math.Ceil(perSecond/10)))
}

// room is how many messages a platform takes now. Where it takes none, opens is
// when it will; zero where that is not a question of time.
func (p *pacer) room(platform chat.Platform, now time.Time) (n int, opens time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	g := p.gates[platform]
	if g == nil || g.down || g.away || g.flying >= window {
		return 0, time.Time{}
	}
	if g.until.After(now) {
		return 0, g.until
	}
	if g.limiter.Limit() == rate.Inf {
		return window - g.flying, time.Time{}
	}
	tokens := g.limiter.TokensAt(now)
	if tokens < 1 {
		missing := time.Duration((1 - tokens) / float64(g.limiter.Limit()) * float64(time.Second))
		return 0, now.Add(max(missing, time.Millisecond))
	}
	return min(window-g.flying, int(tokens)), time.Time{}
}

// take counts a message to t as under way.
//
// It is called inside the claiming transaction, so that one claim sees the other's.
func (p *pacer) take(t target, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	g := p.gates[t.platform()]
	g.flying++
	g.limiter.AllowN(now, 1)
	if pause := g.frontend.Capabilities(t.place).PerPlace; pause > 0 {
		p.hold(t, now.Add(pause), now)
	}
}

// free returns the earliest instant at which a message may go to t; first tells
// that it would begin a conversation.
func (p *pacer) free(t target, first bool) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.next[t.String()]
	if g := p.gates[t.platform()]; first && g.slow.After(at) {
		return g.slow
	}
	return at
}

// landed takes an attempt's end into account, before it is recorded: what a
// platform asks for holds at once, for claims that are being made meanwhile too.
func (p *pacer) landed(t target, failure *chat.SendError, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	g := p.gates[t.platform()]
	g.flying--
	if failure == nil {
		return
	}
	switch failure.Class {
	case chat.Wait:
		until := now.Add(orElse(failure.After, defaultWait))
		if failure.All {
			g.until = later(g.until, until)
			return
		}
		p.hold(t, until, now)
	case chat.Slow:
		g.slow = later(g.slow, now.Add(orElse(failure.After, defaultSlow)))
	case chat.Fatal:
		g.down = true
		p.stale[t.platform()] = true
	}
}

// hold makes messages to t wait; it also forgets what is over, now and then.
func (p *pacer) hold(t target, until, now time.Time) {
	const many = 4096
	if len(p.next) > many {
		for key, at := range p.next {
			if !at.After(now) {
				delete(p.next, key)
			}
		}
	}
	p.next[t.String()] = later(p.next[t.String()], until)
}

// slowed reports whether a platform wants fewer new conversations.
func (p *pacer) slowed(platform chat.Platform, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.gates[platform].slow.After(now)
}

// frontend returns the frontend of a platform, or nil.
func (p *pacer) frontend(platform chat.Platform) chat.Frontend {
	if g := p.gates[platform]; g != nil {
		return g.frontend
	}
	return nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
