package pulse

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
)

func TestPulse(t *testing.T) {
	t.Parallel()
	var p Pulse
	at := func(s int) time.Time { return time.Unix(int64(s), 0).UTC() }
	if s := p.State(); s.Phase != chat.Idle || !s.Heard.IsZero() {
		t.Fatalf("a new one: %+v", s)
	}
	p.Enter(chat.Connecting, at(1))
	p.Enter(chat.Reconnecting, at(1))
	if s := p.State(); s.Phase != chat.Connecting {
		t.Fatalf("never connected: %+v", s)
	}
	p.Enter(chat.Connected, at(2))
	p.Enter(chat.Connected, at(3))
	p.Heard(at(4))
	if s := p.State(); s.Phase != chat.Connected || s.Since != at(2) || s.Heard != at(4) || s.Reconnects != 0 {
		t.Fatalf("connected: %+v", s)
	}
	p.Enter(chat.Reconnecting, at(5))
	p.Enter(chat.Connected, at(6))
	p.Throttled()
	if s := p.State(); s.Since != at(6) || s.Reconnects != 1 || s.Throttled != 1 {
		t.Fatalf("connected again: %+v", s)
	}
	p.Leave(at(7))
	p.Enter(chat.Connected, at(8))
	if s := p.State(); s.Reconnects != 1 {
		t.Errorf("a new start counts as a reconnection: %+v", s)
	}
	p.Enter(chat.Refused, at(9))
	p.Leave(at(10))
	if s := p.State(); s.Phase != chat.Refused || s.Since != at(9) {
		t.Errorf("a refusal is forgotten: %+v", s)
	}
}
