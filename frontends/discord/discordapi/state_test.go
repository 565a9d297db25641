package discordapi

import (
	"testing"

	"github.com/parleybot/parley/core/chat"
)

func TestStateOfTheLine(t *testing.T) {
	t.Parallel()
	var c *Client
	var between chat.FrontendState
	g := newGate(t, func(n int, p *peer) {
		if n == 2 {
			between = c.State()
		}
		p.up(p.begin())
		if n == 1 {
			return // cut
		}
		p.dispatch(9, "DONE", `{}`)
		p.stay()
	})
	c = g.client(t, nil)
	if s := c.State(); s.Phase != chat.Idle {
		t.Errorf("before: %+v", s)
	}
	g.run(t, c, "DONE")
	after := c.State()
	if between.Phase != chat.Reconnecting || between.Heard.IsZero() {
		t.Errorf("between two connections: %+v", between)
	}
	if after.Phase != chat.Idle || after.Reconnects != 1 {
		t.Errorf("afterwards: %+v", after)
	}
}
