package botapi

import "time"

// What one lane may owe when more is owed than is remembered. In a group that
// takes 20 messages a minute the last of so many comes three minutes late.
const (
	laneOwed  = mostOwed / 4
	laneBytes = mostBytes / 4
)

// crowdTime is how long intake waits for answers on their way before any is
// given up: a batch of a person's own takes less at one message a second.
const crowdTime = 2 * time.Minute

// endurance returns how long intake is to wait: during a flood everybody else
// has waited once already.
func (o *owed) endurance() time.Duration {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.flooded {
		return patience
	}
	return crowdTime
}

// thin gives the oldest answers up of lanes that owe more than their share.
// Intake waits while too much is owed, so one flooded group, or one that has to
// pause for an hour, would silence the bot for everybody. What was asked is
// carried out all the same; only its answer is not shown.
func (o *owed) thin() {
	o.mu.Lock()
	defer o.mu.Unlock()
	type share struct{ count, bytes int }
	shares := make(map[string]share)
	var left []*item
	for i := len(o.list) - 1; i >= 0; i-- { // the newest are what people still wait for
		it := o.list[i]
		s := shares[it.lane]
		s.count, s.bytes = s.count+1, s.bytes+len(it.raw)
		shares[it.lane] = s
		if s.count > 1 && (s.count > laneOwed || s.bytes > laneBytes) {
			it.shed = true
			o.stale = o.stale || it.kept
			continue
		}
		left = append(left, it)
	}
	if shed := len(o.list) - len(left); shed > 0 {
		o.flooded = true
		o.log.Warn("answers are given up, since a chat asks for more than it may be sent", "answers", shed)
	}
	o.list = o.list[:0]
	for i := len(left) - 1; i >= 0; i-- {
		o.list = append(o.list, left[i])
	}
}

func (o *owed) gaveUp(it *item) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return it.shed
}
