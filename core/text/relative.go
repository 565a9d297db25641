package text

import (
	"time"

	"github.com/parleybot/parley/core/chat"
)

// distance returns the key that tells how far an instant is away, with the
// number it counts. ok is false where the date alone says it better.
func distance(now, at time.Time) (key string, count int64, ok bool) {
	direction, d := "in", at.Sub(now)
	if d < 0 {
		direction, d = "ago", -d
	}
	const day = 24 * time.Hour
	switch {
	case now.IsZero() || d >= 14*day: // nobody counts that many days
		return "", 0, false
	case d < time.Minute && (direction == "ago" || d == 0):
		return "core.time.now", 0, true
	case d < time.Hour:
		// Never "in 0 minutes": a deadline that has not passed is still ahead.
		return "core.time." + direction + "_minutes", max(1, int64(d/time.Minute)), true
	case d < 2*day:
		return "core.time." + direction + "_hours", int64(d / time.Hour), true
	}
	return "core.time." + direction + "_days", int64(d / day), true
}

// relative returns "in 3 hours (4 Dec 2026, 15:00 UTC)". The date stays, for
// the message will be read again later.
func (l reading) relative(at time.Time, date string) string {
	key, count, ok := distance(l.now, at)
	if !ok {
		return date
	}
	return words([]chat.Node{l.phrase(chat.T(key, chat.Args{
		countArg: {Kind: chat.KindNumber, Minor: count},
		"date":   chat.Text(date),
	}))})
}
