package discordapi

import (
	"slices"
	"sync"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/chat/pulse"
)

// lines are the gateway connections of this process, by the number of their shard.
// One that is over stays for its count of reconnections.
type lines struct {
	mu  sync.Mutex
	all map[int]*pulse.Pulse
}

// of returns the line of a shard.
func (l *lines) of(shard int) *pulse.Pulse {
	l.mu.Lock()
	defer l.mu.Unlock()
	line, known := l.all[shard]
	if !known {
		if l.all == nil {
			l.all = map[int]*pulse.Pulse{}
		}
		line = &pulse.Pulse{}
		l.all[shard] = line
	}
	return line
}

func (l *lines) states() []chat.FrontendState {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []chat.FrontendState
	for _, line := range l.all {
		all = append(all, line.State())
	}
	return all
}

// worst orders the phases of lines: the bot is as well as the least well of them.
var worst = []chat.Phase{chat.Connected, chat.Connecting, chat.Reconnecting, chat.Refused}

// State tells how the gateway is. Of several shards it is the phase of the one that
// is least well, and the silence of the one that was silent longest; of none, what
// StandBy noted.
func (c *Client) State() chat.FrontendState {
	sum := c.pulse.State()
	at := -1
	for _, s := range c.lines.states() {
		sum.Reconnects += s.Reconnects
		rank := slices.Index(worst, s.Phase)
		if rank < 0 {
			if at < 0 && s.Heard.After(sum.Heard) {
				sum.Heard = s.Heard // of a line that is over
			}
			continue
		}
		if at < 0 || s.Heard.Before(sum.Heard) {
			sum.Heard = s.Heard
		}
		if rank > at {
			at, sum.Phase, sum.Since = rank, s.Phase, s.Since
		}
	}
	return sum
}

// StandBy notes that this process waits for a shard; over notes that it does so no
// more.
func (c *Client) StandBy() (over func()) {
	c.pulse.Enter(chat.StandingBy, c.now())
	return func() { c.pulse.Leave(c.now()) }
}
