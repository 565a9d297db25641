package discordtest

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	bucketSize   = 5               // requests …
	bucketSpan   = 5 * time.Second // … in this time, to one route of one channel, guild or webhook
	globalSize   = 50              // requests a second of the bot in all
	keepBuckets  = 4096
	renameSize   = 2
	renameSpan   = 10 * time.Minute
	plentifully  = 1000 // told to clients where nothing is limited
	bucketSuffix = "0123456789abcdef"
)

// bucket counts the requests of one limit.
type bucket struct {
	name      string
	limit     int // 0: nothing is told of it
	remaining int
	reset     time.Time
}

// take counts a request against its bucket and against the global limit. The
// answers of interactions have no limit here, as they are exempt from the
// global one and practically from their own. The lock is held.
func (s *Server) take(c *call) *refusal {
	if strings.HasPrefix(c.route, "/interactions/") {
		return nil
	}
	key := c.method + " " + c.route + " "
	if len(c.vars) > 0 {
		key += c.vars[0]
	}
	if !s.opt.Limits {
		c.limit = bucket{name: key, remaining: plentifully - 1, reset: c.at.Add(time.Second), limit: plentifully}
		return nil
	}
	if strings.HasPrefix(c.route, "/webhooks/{webhook_id}/{webhook_token}") {
		key += c.vars[1]
	} else if no := s.takeGlobal(c); no != nil {
		return no
	}
	b := s.bucket(key, c.at)
	if b.remaining > 0 {
		b.remaining--
		c.limit = *b
		return nil
	}
	c.limit = *b
	s.violate(29, "%s %s: the bucket is empty", c.method, c.route)
	return limited(b.reset.Sub(c.at), "user")
}

// takeGlobal counts all routes together; interaction endpoints are exempt.
func (s *Server) takeGlobal(c *call) *refusal {
	b := &s.global50
	if !b.reset.After(c.at) {
		b.reset, b.remaining = c.at.Add(time.Second), globalSize
	}
	if b.remaining > 0 {
		b.remaining--
		return nil
	}
	s.violate(29, "%s %s: over %d requests a second", c.method, c.route, globalSize)
	return limited(b.reset.Sub(c.at), "global")
}

// bucket returns the bucket of a key, full again when its time is over. Those
// of interaction tokens are never asked for again, so that they are swept.
func (s *Server) bucket(key string, now time.Time) *bucket {
	b := s.buckets[key]
	if b != nil && b.reset.After(now) {
		return b
	}
	if len(s.buckets) >= keepBuckets {
		for k, old := range s.buckets {
			if !old.reset.After(now) {
				delete(s.buckets, k)
			}
		}
	}
	b = &bucket{name: key, remaining: bucketSize, reset: now.Add(bucketSpan), limit: bucketSize}
	s.buckets[key] = b
	return b
}

func limited(wait time.Duration, scope string) *refusal {
	return &refusal{
		status: http.StatusTooManyRequests, message: "You are being rate limited.",
		retryAfter: max(wait.Seconds(), 0), global: scope == "global", scope: scope,
	}
}

// headers writes X-RateLimit-*. A global refusal tells no bucket.
func (b bucket) headers(h http.Header, now time.Time) {
	if b.limit == 0 {
		return
	}
	h.Set("X-RateLimit-Limit", strconv.Itoa(b.limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(b.remaining))
	h.Set("X-RateLimit-Reset", strconv.FormatFloat(float64(b.reset.UnixMilli())/1000, 'f', 3, 64))
	h.Set("X-RateLimit-Reset-After", strconv.FormatFloat(max(b.reset.Sub(now).Seconds(), 0), 'f', 3, 64))
	h.Set("X-RateLimit-Bucket", bucketName(b.name))
}

// headers are what a 429 says beside its bucket.
func (r *refusal) headers(h http.Header) {
	if r == nil || r.status != http.StatusTooManyRequests {
		return
	}
	h.Set("Retry-After", strconv.Itoa(int(math.Ceil(r.retryAfter))))
	h.Set("X-RateLimit-Scope", r.scope)
	if r.global {
		h.Set("X-RateLimit-Global", "true")
	}
}

// bucketName hides the key, as Discord's names tell nothing of the route. The
// major parameter is no part of it.
func bucketName(key string) string {
	sum := uint32(2166136261)
	method, rest, _ := strings.Cut(key, " ")
	route, _, _ := strings.Cut(rest, " ")
	for _, c := range []byte(method + route) {
		sum = (sum ^ uint32(c)) * 16777619
	}
	name := make([]byte, 8)
	for i := range name {
		name[i] = bucketSuffix[sum>>(4*i)&15]
	}
	return string(name)
}
