package store

import "time"

// Millis returns t as the integer under which instants are stored: milliseconds
// since 1970 in UTC. The zero time is 0, so a column can say "not yet".
func Millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// Time returns the instant stored as ms, in UTC; 0 is the zero time.
func Time(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// tick is the Now of the next writing transaction: the clock, unless it was set
// back, in whole milliseconds.
func (s *Store) tick() time.Time {
	ms := max(s.now().UnixMilli(), s.last.Load())
	s.last.Store(ms)
	return time.UnixMilli(ms).UTC()
}
