package outbox

import (
	"fmt"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
)

func TestHoldForgetsWhatIsOver(t *testing.T) {
	t.Parallel()
	p := newPacer(nil)
	now := time.Unix(1000, 0)
	for i := range 5000 {
		to := target{user: chat.UserRef{Platform: "d", ID: fmt.Sprint(i)}}
		p.hold(to, now.Add(time.Second), now)
	}
	kept := target{user: chat.UserRef{Platform: "d", ID: "kept"}}
	p.hold(kept, now.Add(time.Minute), now)
	p.hold(kept, now.Add(time.Second), now.Add(2*time.Second))
	if len(p.next) != 1 || !p.next[kept.String()].Equal(now.Add(time.Minute)) {
		t.Errorf("%d entries are left, want the one that still holds", len(p.next))
	}
}
