package chat

import (
	"strings"
	"unicode/utf8"
)

// Len returns the length of s in the unit.
func (u Unit) Len(s string) int {
	n := 0
	for _, r := range s {
		n += u.size(r)
	}
	return n
}

// size returns what one character takes; an unknown unit counts characters.
func (u Unit) size(r rune) int {
	switch u {
	case UTF16:
		if r > 0xffff {
			return 2
		}
		return 1
	case Bytes:
		return utf8.RuneLen(r)
	}
	return 1
}

// Cut returns s if it is no longer than limit, else its beginning and "…",
// together no longer than limit. It cuts between characters as people see them
// and closes what it leaves open. A limit of zero is none.
func (u Unit) Cut(s string, limit int) string {
	if !over(limit, u.Len(s)) {
		return s
	}
	var open isolates
	var before rune
	var kept string
	used, mark := 0, u.Len(ellipsis)
	// kept is the longest beginning so far that can be closed within the limit.
	for i, r := range s {
		if used+mark+open.cost(u) > limit {
			break
		}
		if !joins(before, r) {
			kept = s[:i] + ellipsis + open.closers()
		}
		open.see(r)
		used += u.size(r)
		before = r
	}
	return kept
}

// Invisible characters that open and close an isolate: text whose direction
// does not disturb what is around it (UAX #9).
const (
	leftIsolate  = '\u2066'
	rightIsolate = '\u2067'
	firstIsolate = '\u2068'
	popIsolate   = '\u2069'
)

// isolates are those open at a point of a text.
type isolates []rune

// see takes in the next character; it reports false for one that closes what
// was never opened.
func (o *isolates) see(r rune) bool {
	switch r {
	case leftIsolate, rightIsolate, firstIsolate:
		*o = append(*o, r)
	case popIsolate:
		if len(*o) == 0 {
			return false
		}
		*o = (*o)[:len(*o)-1]
	}
	return true
}

// cost returns what closing them takes.
func (o isolates) cost(u Unit) int { return len(o) * u.size(popIsolate) }

// closers returns the characters that close them.
func (o isolates) closers() string { return strings.Repeat(string(popIsolate), len(o)) }
