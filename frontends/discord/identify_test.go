package discord

import (
	"strconv"
	"testing"
	"time"
)

// D3: five seconds lie between two sessions of one bot, whichever processes begin
// them, and never more, however wrong the other one's clock is.
func TestD3TurnsToIdentify(t *testing.T) {
	t.Parallel()
	for since, want := range map[time.Duration]time.Duration{
		2 * time.Second: 3 * time.Second, 6 * time.Second: 0, -time.Hour: 5 * time.Second,
	} {
		r := newRig(t, nil)
		fact := r.lease + "identify:1"
		if err := r.core.Remember(t.Context(), fact, strconv.FormatInt(r.clock.Now().Add(-since).UnixMilli(), 10)); err != nil {
			t.Fatal(err)
		}
		begun := make(chan error, 1)
		began := r.clock.Now()
		go func() { begun <- r.turnToIdentify(t.Context(), 1) }()
		if want > 0 {
			r.clock.await(t, want)
			select {
			case <-begun:
				t.Errorf("%s after another one it did not wait", since)
			default:
			}
			r.clock.advance(want)
		}
		if err := <-begun; err != nil {
			t.Error(err)
		}
		if got := r.core.Facts()[fact]; got != strconv.FormatInt(began.Add(want).UnixMilli(), 10) {
			t.Errorf("%s after another one: noted %s", since, got)
		}
	}
}
