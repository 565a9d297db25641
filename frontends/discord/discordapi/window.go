package discordapi

import "time"

// perSecond is Discord's global limit of one bot.
// Source: https://discord.com/developers/docs/topics/rate-limits
const perSecond = 50

// pace remembers the last departures, so that no second has more than it may.
// One without room for any lets all leave.
type pace struct {
	left []time.Time
	next int
}

// newPace lets so many leave in a second: perSecond for 0, all for less.
func newPace(most int) pace {
	if most == 0 {
		most = perSecond
	}
	return pace{left: make([]time.Time, max(most, 0))}
}

// freeAt tells when the next request may leave.
func (p *pace) freeAt(now time.Time) time.Time {
	if len(p.left) == 0 {
		return now
	}
	oldest := p.left[p.next]
	if oldest.IsZero() {
		return now
	}
	return later(now, oldest.Add(time.Second))
}

func (p *pace) take(now time.Time) {
	if len(p.left) == 0 {
		return
	}
	p.left[p.next] = now
	p.next = (p.next + 1) % len(p.left)
}

const (
	// refusedMost is where this process stops by itself: Discord blocks an
	// address at 10,000 refused requests in ten minutes.
	refusedMost = 5000
	windowSlot  = 10 * time.Second
	windowSlots = 60
)

// window counts the refused requests of the last ten minutes, by slots.
type window struct {
	slots [windowSlots]int
	begun [windowSlots]int64 // the slot's number since 1970
}

func (w *window) add(now time.Time) {
	n := now.UnixNano() / int64(windowSlot)
	i := n % windowSlots
	if w.begun[i] != n {
		w.begun[i], w.slots[i] = n, 0
	}
	w.slots[i]++
}

// freeAt tells when the count falls below the most: now, as a rule.
func (w *window) freeAt(now time.Time) time.Time {
	n := now.UnixNano() / int64(windowSlot)
	count := 0
	for i := n; i > n-windowSlots; i-- {
		if slot := i % windowSlots; w.begun[slot] == i {
			count += w.slots[slot]
		}
		if count >= refusedMost {
			return time.Unix(0, (i+windowSlots)*int64(windowSlot))
		}
	}
	return now
}
