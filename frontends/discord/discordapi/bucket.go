package discordapi

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// bucket is one of Discord's limits: so many requests until the reset. Until
// the first answer told the limit one request at a time finds it out.
type bucket struct {
	known     bool
	limit     int // 0: none
	remaining int
	flying    int
	reset     time.Time
	paused    time.Time
}

// readyAt tells from when on a request may leave; false means that one that is
// under way has to come back first.
func (b *bucket) readyAt(now time.Time) (time.Time, bool) {
	if b.paused.After(now) {
		return b.paused, true
	}
	if !b.known {
		return now, b.flying == 0
	}
	if b.limit == 0 {
		return now, true
	}
	left := b.remaining
	if !now.Before(b.reset) {
		left = b.limit
	}
	if left-b.flying > 0 {
		return now, true
	}
	if b.flying > 0 {
		return now, false
	}
	return b.reset, true
}

// idle reports that forgetting the bucket would change nothing.
func (b *bucket) idle(now time.Time) bool {
	return b.flying == 0 && !now.Before(b.reset) && !now.Before(b.paused)
}

// learn reads an answer's headers. Answers of one window may overtake each
// other, so that the least of what they say counts.
func (b *bucket) learn(path *trail, now time.Time) {
	if path.status == 0 {
		if path.sent.Load() {
			b.remaining-- // it may have been counted
		}
		return
	}
	limit := limitOf(path)
	if limit == 0 {
		b.known = b.known || says(path)
		return
	}
	remaining, _ := strconv.Atoi(path.header.Get("X-RateLimit-Remaining"))
	if b.known && now.Before(b.reset) {
		remaining = min(remaining, b.remaining)
	}
	b.known, b.limit, b.remaining = true, limit, remaining
	b.reset = later(b.reset, now.Add(headerSeconds(path.header, "X-RateLimit-Reset-After")))
}

// shelf keeps the buckets. What is known of a route outlives its buckets, of
// which there is one for each channel and each interaction.
type shelf struct {
	routes  map[string]knowledge
	buckets map[string]*bucket
	sweepAt int
}

// knowledge is what one answer tells about all buckets of a route, so that only
// the very first request of a route has to find its way alone.
type knowledge struct {
	name  string // Discord's, which several routes may share
	limit int
}

// sweepLeast is the number of buckets below which none is forgotten.
const sweepLeast = 256

func newShelf() shelf {
	return shelf{routes: map[string]knowledge{}, buckets: map[string]*bucket{}, sweepAt: sweepLeast}
}

// bucket returns the bucket of a request, a full one where nothing was used.
func (s *shelf) bucket(q request) *bucket {
	route := q.method + " " + q.route
	known, seen := s.routes[route]
	key := route
	if known.name != "" {
		key = known.name
	}
	key += " " + q.major
	b := s.buckets[key]
	if b == nil {
		b = &bucket{known: seen, limit: known.limit, remaining: known.limit}
		s.buckets[key] = b
	}
	return b
}

// learn takes in an answer and returns the bucket that it belongs to, which may
// be another one than thought.
func (s *shelf) learn(q request, path *trail, used *bucket, now time.Time) *bucket {
	if path.status == 0 {
		used.learn(path, now)
		return used
	}
	route := q.method + " " + q.route
	known, seen := s.routes[route]
	if limit := limitOf(path); limit > 0 {
		s.rename(route, known.name, path.header.Get("X-RateLimit-Bucket"))
		s.routes[route] = knowledge{name: path.header.Get("X-RateLimit-Bucket"), limit: limit}
	} else if !seen && says(path) {
		s.routes[route] = knowledge{}
	}
	b := s.bucket(q)
	b.learn(path, now)
	return b
}

// rename moves a route's buckets to the name that Discord gives them, so that
// what is under way in them goes on counting.
func (s *shelf) rename(route, from, to string) {
	if from == "" {
		from = route
	}
	if to == "" || from == to {
		return
	}
	for key, b := range s.buckets {
		major, of := strings.CutPrefix(key, from+" ")
		if _, taken := s.buckets[to+" "+major]; of && !taken {
			s.buckets[to+" "+major] = b
			delete(s.buckets, key)
		}
	}
}

// limitOf returns the limit that an answer tells, or zero.
func limitOf(path *trail) int {
	limit, _ := strconv.Atoi(path.header.Get("X-RateLimit-Limit"))
	return max(limit, 0)
}

// says reports whether an answer without a limit means that there is none;
// refusals for other reasons do not.
func says(path *trail) bool {
	return path.status < http.StatusInternalServerError && path.status != http.StatusTooManyRequests
}

// sweep forgets the buckets that are as good as new.
func (s *shelf) sweep(now time.Time) {
	if len(s.buckets) < s.sweepAt {
		return
	}
	for key, b := range s.buckets {
		if b.idle(now) {
			delete(s.buckets, key)
		}
	}
	s.sweepAt = max(sweepLeast, 2*len(s.buckets))
}
