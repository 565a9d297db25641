package outbox

import (
	"encoding/binary"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Attempted is what Options.Attempted is told of one attempt, outside any
// transaction, from any goroutine.
type Attempted struct {
	Platform chat.Platform
	Kind     string         // of the notification
	Failure  chat.SendClass // "" where it was sent
	Took     time.Duration  // of the send
	Queued   time.Duration  // since it was queued, or held back until then
}

func (r *Runner) attempted(res result, begun time.Time) {
	if r.options.Attempted == nil {
		return
	}
	a := Attempted{Platform: res.to.platform(), Kind: res.kind, Took: r.now().Sub(begun), Queued: r.now().Sub(queued(res.id))}
	if res.failure != nil {
		a.Failure = res.failure.Class
	}
	r.options.Attempted(a)
}

// queued is the instant that an id tells: see newID. An id that tells none is zero.
func queued(id string) time.Time {
	raw, err := idEncoding.DecodeString(id)
	if err != nil || len(raw) < 6 {
		return time.Time{}
	}
	var ms [8]byte
	copy(ms[2:], raw[:6])
	return time.UnixMilli(int64(binary.BigEndian.Uint64(ms[:])))
}
