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

// Now is the store's clock, which Tx.Now is read from, in UTC and whole
// milliseconds. It is that of Options.Now unless that is set back: then it goes
// on from where it was, an eighth slower, until the other has caught up. What
// waits for an instant in the database measures by it.
func (s *Store) Now() time.Time { return s.clock.show() }

// NotBefore lets the time of transactions go on from an instant that a process
// before this one has already written down. A machine whose clock was set back in
// between would otherwise write the same hour twice. An instant in the past of
// the clock changes nothing.
func (s *Store) NotBefore(t time.Time) { s.clock.notBefore(t) }
