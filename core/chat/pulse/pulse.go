// Package pulse keeps a frontend's account of its line to the platform: the
// frontend notes what happens, whoever watches over the bot reads the sum. It
// knows no platform, and time comes in with every note.
package pulse

import (
	"sync"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Pulse is the state of one line. The zero value is an idle one. It is safe for
// concurrent use, and no method blocks.
type Pulse struct {
	mu        sync.Mutex
	state     chat.FrontendState
	connected bool // once, at least
}

// Enter notes that a phase begins at now. Entering the present one changes
// nothing; who is Connected again after an interruption has reconnected, and who
// never was is not Reconnecting but still Connecting.
func (p *Pulse) Enter(phase chat.Phase, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if phase == chat.Reconnecting && !p.connected {
		phase = chat.Connecting
	}
	if p.state.Phase == phase {
		return
	}
	if phase == chat.Connected {
		if p.connected {
			p.state.Reconnects++
		}
		p.connected = true
	}
	p.state.Phase, p.state.Since = phase, now.UTC()
}

// Leave notes that the frontend stopped at now. A refusal stays: it is the reason.
func (p *Pulse) Leave(now time.Time) {
	if p.State().Phase == chat.Refused {
		return
	}
	p.Enter(chat.Idle, now)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.connected = false // a new start is no reconnection
}

// Heard notes a good word of the platform at now.
func (p *Pulse) Heard(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state.Heard = now.UTC()
}

// Throttled counts a request that was refused as too many.
func (p *Pulse) Throttled() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state.Throttled++
}

// State returns what was noted.
func (p *Pulse) State() chat.FrontendState {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.state
	if s.Phase == "" {
		s.Phase = chat.Idle
	}
	return s
}
