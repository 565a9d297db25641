package discordtest

import (
	"strconv"
	"time"
)

// epoch is where Discord's ids begin: 2015-01-01 UTC, in Unix milliseconds.
const epoch = 1420070400000

// newID returns an id that carries the time of the injected clock as Discord's
// do. Ids grow even where the clock stands still or runs back. The lock is held.
func (s *Server) newID() string {
	ms := max(s.opt.Now().UnixMilli()-epoch, 0)
	s.lastID = max(s.lastID+1, uint64(ms)<<22)
	return strconv.FormatUint(s.lastID, 10)
}

// later compares two ids by age; longer ones are younger.
func later(a, b string) bool {
	if len(a) != len(b) {
		return len(a) > len(b)
	}
	return a > b
}

// stamp writes an instant as Discord does, in UTC with microseconds.
func stamp(t time.Time) string {
	return t.UTC().Format("2006-01-02T15:04:05.000000-07:00")
}

// born is a fixed instant for what has always been there: members, bans of
// time that nobody looks at.
const born = "2024-01-01T00:00:00.000000+00:00"
