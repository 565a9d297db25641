package outbox

import (
	"testing"
	"time"

	"golang.org/x/time/rate"

	"github.com/parleybot/parley/core/chat"
)

// limited is a frontend of which only the pace matters.
type limited struct {
	chat.Frontend
	perSecond float64
}

func (limited) Platform() chat.Platform { return "d" }

func (l limited) Capabilities(chat.PlaceRef) chat.Capabilities {
	return chat.Capabilities{PerSecond: l.perSecond}
}

func TestShareDividesThePace(t *testing.T) {
	t.Parallel()
	p := newPacer([]chat.Frontend{limited{perSecond: 90}})
	now := time.Unix(0, 0)
	gate := p.gates["d"]
	for share, want := range map[float64]rate.Limit{1: 90, 0.5: 45, 1. / 3: 30} {
		p.setShare("d", share, now)
		if got := gate.limiter.Limit(); got < want-0.001 || got > want+0.001 || gate.limiter.Burst() != int(want)/10+int(want)%10/5 {
			t.Errorf("a share of %v is %v a second, %d at once", share, got, gate.limiter.Burst())
		}
	}
	p.setShare("d", 0, now)
	if n, _ := p.room("d", now.Add(time.Hour)); n != 0 || p.isDown("d") || !p.allAway() {
		t.Errorf("room for %d without a share", n)
	}
	p.setShare("nowhere", 1, now) // a platform that is not there is no matter
}
